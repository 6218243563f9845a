-- Written once for SQLite and PostgreSQL. Words in braces are replaced by the dialect (see migrations.rs).

-- A role a line; null where the workspace did not answer.
alter table workspace add column essential_roles text;

-- What people state about accounts and persons. The digest covers every field of an imported row, so that the same
-- file imported twice adds nothing; what is recorded by hand has none.
create table statement (
  id {identity},
  workspace bigint not null,
  digest {key},
  at bigint not null,
  recorded_at bigint not null,
  made_by text not null,
  note text not null,
  account {key},
  person {key},
  kind text not null,
  word text,
  prepared text,
  first_question text,
  first_words text,
  content_mentioned text,
  missing_roles text,
  welcome bigint,
  points text,
  answered_at bigint,
  answered_by text,
  undone_at bigint
);
create index statement_workspace on statement (workspace, at, id);
create unique index statement_digest on statement (workspace, digest);

create table model (
  workspace bigint not null,
  version {key} not null,
  made_at bigint not null,
  learned_until bigint not null,
  parent text,
  body {blob} not null,
  figures text not null,
  state text not null,
  primary key (workspace, version)
) {clustered};

-- When which model came into use; a version of null stands for the published one.
create table model_use (
  id {identity},
  workspace bigint not null,
  at bigint not null,
  version text
);
create index model_use_workspace on model_use (workspace, id);

create table made_reading (
  workspace bigint not null,
  account {key} not null,
  made_at bigint not null,
  known_until bigint not null,
  model_version text not null,
  body {blob} not null,
  primary key (workspace, account, made_at)
) {clustered};
