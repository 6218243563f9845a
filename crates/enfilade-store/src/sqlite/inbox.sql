-- The inbox in a file of its own, so that accepting never waits for filing. A number is never used twice: what was filed
-- is removed by its numbers, when newer events may already wait.
create table if not exists inbox (
  seq integer primary key autoincrement,
  workspace bigint not null,
  visitor text not null,
  at bigint not null,
  body blob not null
);
