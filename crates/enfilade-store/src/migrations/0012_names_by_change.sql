-- Names are held in memory and renewed by change; a word that many share is looked for among the last seen first.
insert into mark_counter (id, mark) values (3, 1);
alter table stored_person add column named_mark bigint;
update stored_person set named_mark = 1 where sought is not null;
drop index stored_person_sought;
create index stored_person_named on stored_person (workspace, named_mark) where sought is not null;
create index stored_person_sought on stored_person (workspace, last_seen desc, person, sought) where sought is not null;
