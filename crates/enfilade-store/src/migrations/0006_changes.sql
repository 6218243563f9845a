-- What changed since a list was last drawn, so that whoever keeps one renews only that. Marks come from a counter of
-- their own: held until the transaction ends, it makes sure that whoever saw a mark also sees all before it.
insert into mark_counter (id, mark) values (2, 0);

create table account_change (
  workspace bigint not null,
  account {key} not null,
  mark bigint not null,
  primary key (workspace, account)
) {clustered};
create index account_change_mark on account_change (workspace, mark);

create table stated_change (workspace bigint not null primary key, mark bigint not null);

-- How many persons there are of each kind is asked on every look at the floor plan.
create index stored_person_kind on stored_person (workspace, kind, account);
