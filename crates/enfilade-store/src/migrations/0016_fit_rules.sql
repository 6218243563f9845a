-- How well companies fit of which no import says so, one rule a line.
alter table workspace add column fit_rules text;
