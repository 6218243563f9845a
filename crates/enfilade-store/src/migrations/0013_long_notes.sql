-- Where the rows are the tree of names, SQLite reads the whole of a long note whenever it passes by its name.
alter table note rename to note_before;
create table note (name {key} not null primary key, value text not null);
insert into note (name, value) select name, value from note_before;
drop table note_before;
