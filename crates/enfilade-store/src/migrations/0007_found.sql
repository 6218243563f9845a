-- What people who named themselves are found by: name and ids in lower case. Anonymous readers have none.
alter table stored_person add column sought text;
create index stored_person_sought on stored_person (workspace, sought) where sought is not null;

-- Narrowed lists that somebody keeps.
create table kept_view (
  id {identity},
  workspace bigint not null,
  name text not null,
  query text not null,
  made_by text not null,
  at bigint not null
);
create index kept_view_workspace on kept_view (workspace, id);
