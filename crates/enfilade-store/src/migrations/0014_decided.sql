-- Decisions about speaking to an account change no reading, but what is told of a house.
create table decided_change (workspace bigint not null primary key, mark bigint not null);
