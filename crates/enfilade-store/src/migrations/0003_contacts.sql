-- Written once for SQLite and PostgreSQL. Words in braces are replaced by the dialect (see migrations.rs).

-- What people decided about speaking to an account: to call, or to wait and why.
create table contact_decision (
  id {identity},
  workspace bigint not null,
  at bigint not null,
  made_by text not null,
  account {key} not null,
  choice text not null,
  look_again_at bigint,
  reason text not null,
  band text not null,
  undone_at bigint
);
create index contact_decision_workspace on contact_decision (workspace, at, id);
