-- Workspaces that somebody works in beside the first, and the one that a browser shows.
create table membership (
  user_id bigint not null references "user" (id) on delete cascade,
  workspace bigint not null,
  role text not null,
  primary key (user_id, workspace)
) {clustered};
create index membership_workspace on membership (workspace, user_id);
alter table sign_in add column workspace bigint;
