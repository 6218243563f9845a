-- What a search for people reads of everybody: no row is opened for somebody who is not found.
drop index stored_person_sought;
create index stored_person_sought on stored_person (workspace, sought, last_seen) where sought is not null;
