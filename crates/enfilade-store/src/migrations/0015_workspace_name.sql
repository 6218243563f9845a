-- What people call a workspace; without it, its address on the command line stands in.
alter table workspace add column name text;
