-- Written once for SQLite and PostgreSQL. Words in braces are replaced by the dialect (see migrations.rs).

create table workspace (
  id {identity},
  slug {key} not null unique,
  created_at bigint not null,
  secret {blob} not null,
  decision_months double precision not null,
  time_zone text not null,
  own_domains text not null,
  own_networks text not null,
  competitor_domains text not null,
  consent_mode text not null,
  retention_days bigint
);

-- One number per transaction that touches visitors, so that a later touch is told from an earlier one.
create table mark_counter (id bigint not null primary key, mark bigint not null);
insert into mark_counter (id, mark) values (1, 0);

-- Accepted and durable, not yet filed: appended only, so that accepting costs one write at the end of the file. SQLite
-- has it in a file of its own (see sqlite/inbox.sql); there this table holds only what a backup brings along.
create table inbox (
  seq {sequence},
  workspace bigint not null,
  visitor {key} not null,
  at bigint not null,
  body {blob} not null
);

-- A visitor's life is one range of an index. The rows themselves are wide and lie in order of filing: kept in the
-- index's tree they would make it deep, and every late event would move its neighbours. A message id is found by its
-- 64-bit hash and then compared: ids come in no order, and an index of their texts would be rewritten with every filing.
create table event (
  workspace bigint not null,
  visitor {key} not null,
  at bigint not null,
  message_id {key} not null,
  user_id text,
  known_at bigint not null,
  clock_suspect bigint not null,
  channel text not null,
  action text not null,
  detail text,
  path text,
  url text,
  title text,
  referrer text,
  dwell_seconds double precision,
  scroll double precision,
  source text,
  consent text,
  email text,
  name text,
  job_title text,
  company text,
  company_kind text,
  share_token text,
  address_key bigint,
  agent_key bigint,
  attributes text,
  message_key bigint not null
);
create index event_life on event (workspace, visitor, at);
create index event_message on event (message_key);

create table agent (
  workspace bigint not null,
  agent_key bigint not null,
  agent text not null,
  primary key (workspace, agent_key)
) {clustered};

create table network (
  workspace bigint not null,
  address_key bigint not null,
  block_key bigint not null,
  kind text not null,
  organisation text,
  domain text,
  primary key (workspace, address_key)
) {clustered};

create table visitor (
  workspace bigint not null,
  visitor {key} not null,
  primary key (workspace, visitor)
) {clustered};

create table thread (
  workspace bigint not null,
  kind {key} not null,
  value {key} not null,
  visitor {key} not null,
  primary key (workspace, kind, value, visitor)
) {clustered};
create index thread_visitor on thread (workspace, visitor, kind, value);

create table touched (
  workspace bigint not null,
  visitor {key} not null,
  mark bigint not null,
  primary key (workspace, visitor)
) {clustered};
create index touched_mark on touched (mark, workspace, visitor);

create table channel_activity (
  workspace bigint not null,
  channel {key} not null,
  events bigint not null,
  last_known_at bigint not null,
  last_at bigint not null,
  primary key (workspace, channel)
) {clustered};

create table event_total (workspace bigint not null primary key, events bigint not null);

create table write_key (
  write_key {key} not null primary key,
  workspace bigint not null,
  label text not null,
  created_at bigint not null,
  revoked_at bigint
) {clustered};
create index write_key_workspace on write_key (workspace);

create table piece (
  workspace bigint not null,
  path {key} not null,
  kind text not null,
  room text,
  role text,
  question text,
  title text,
  topic text,
  primary key (workspace, path)
) {clustered};

create table path_rule (
  workspace bigint not null,
  position bigint not null,
  pattern text not null,
  kind text not null,
  room text,
  primary key (workspace, position)
) {clustered};

create table account (
  workspace bigint not null,
  domain {key} not null,
  name text,
  employees bigint,
  industry text,
  country text,
  fit double precision,
  office_networks text not null,
  attributes text,
  primary key (workspace, domain)
) {clustered};

create table deal (
  workspace bigint not null,
  deal_id {key} not null,
  domain {key} not null,
  opened_at bigint not null,
  closed_at bigint,
  stage text not null,
  amount_minor bigint,
  currency text,
  source text,
  heard_from text,
  primary key (workspace, deal_id)
) {clustered};
create index deal_domain on deal (workspace, domain);

-- The digest covers every field, so that the same touch told twice is one row.
create table touch (
  workspace bigint not null,
  digest {key} not null,
  at bigint not null,
  domain {key},
  email text,
  kind text not null,
  made_by text,
  asks bigint not null,
  primary key (workspace, digest)
) {clustered};
create index touch_domain on touch (workspace, domain);

create table decision (
  id {identity},
  workspace bigint not null,
  at bigint not null,
  author text not null,
  reason text not null,
  subject_kind text not null,
  subject text not null,
  verdict text not null,
  detail text,
  undone_at bigint
);
create index decision_workspace on decision (workspace, at, id);

create table stored_account (
  workspace bigint not null,
  account {key} not null,
  last_seen bigint not null,
  body {blob} not null,
  primary key (workspace, account)
) {clustered};

create table room_change (
  workspace bigint not null,
  account {key} not null,
  position bigint not null,
  at bigint not null,
  from_room text not null,
  to_room text not null,
  primary key (workspace, account, position)
) {clustered};

create table stored_person (
  workspace bigint not null,
  person {key} not null,
  account {key},
  kind text not null,
  last_seen bigint not null,
  body {blob} not null,
  primary key (workspace, person)
) {clustered};
create index stored_person_account on stored_person (workspace, account, person);

create table stored_person_visitor (
  workspace bigint not null,
  person {key} not null,
  position bigint not null,
  visitor {key} not null,
  primary key (workspace, person, position)
) {clustered};
create index stored_person_visitor_visitor on stored_person_visitor (workspace, visitor);

create table "user" (
  id {identity},
  workspace bigint not null,
  email {key} not null unique,
  name text not null,
  role text not null,
  password_hash text not null
);

create table sign_in (
  token_hash {blob} not null primary key,
  user_id bigint not null references "user" (id) on delete cascade,
  created_at bigint not null,
  expires_at bigint not null
) {clustered};
create index sign_in_user on sign_in (user_id);

create table note (name {key} not null primary key, value text not null) {clustered};
