-- Written once for SQLite and PostgreSQL. Words in braces are replaced by the dialect (see migrations.rs).

-- Links by which people come to a workspace; the token itself is stored nowhere.
create table invitation (
  token_hash {blob} not null primary key,
  workspace bigint not null,
  role text not null,
  made_by text not null,
  created_at bigint not null,
  expires_at bigint not null
) {clustered};
create index invitation_workspace on invitation (workspace, created_at);
