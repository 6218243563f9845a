-- Files that were sent, with what came of them. What was refused is kept as lines, because it is only ever shown.
create table import_run (
  id {identity},
  workspace bigint not null,
  at bigint not null,
  sent_by text not null,
  kind text not null,
  file_name text not null,
  over_at bigint,
  accepted bigint not null,
  duplicate bigint not null,
  rejected bigint not null,
  rejects text not null,
  failed text
);
create index import_run_workspace on import_run (workspace, id);
