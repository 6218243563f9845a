-- What is known of a piece beyond what it is for: who says so, where it was found, and how it was judged.
alter table piece add column state text not null default 'confirmed';
alter table piece add column decided_by text;
alter table piece add column decided_at bigint;
alter table piece add column url text;
alter table piece add column medium text not null default 'page';
-- The judgement as text; its form is the application's.
alter table piece add column judged text;
alter table piece add column seen_at bigint;

create table assessment (
  id {identity},
  workspace bigint not null,
  site {key} not null,
  made_at bigint not null,
  report text not null
);
create index assessment_by_site on assessment (workspace, site, made_at);

-- Findings that somebody contests; the scores are computed without them.
create table dispute (
  workspace bigint not null,
  site {key} not null,
  rule {key} not null,
  path {key} not null,
  quote {key} not null,
  reason text not null,
  made_by text not null,
  made_at bigint not null,
  primary key (workspace, site, rule, path, quote)
) {clustered};
