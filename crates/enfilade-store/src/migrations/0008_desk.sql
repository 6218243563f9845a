-- Papers on the content desk: phrases, capability records, worksheets, drafts and the like. Every version stays; what a
-- body says is the application's.
create table desk_paper (
  workspace bigint not null,
  kind {key} not null,
  id bigint not null,
  version bigint not null,
  body text not null,
  made_by text not null,
  made_at bigint not null,
  removed bigint not null default 0,
  primary key (workspace, kind, id, version)
) {clustered};

-- What a piece says, for whoever looks for words in it.
alter table piece add column text text;
