-- Adds a deal or replaces all that was known of it.
insert into deal (workspace, deal_id, domain, opened_at, closed_at, stage, amount_minor, currency, source, heard_from)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (workspace, deal_id) do update set
  domain = excluded.domain,
  opened_at = excluded.opened_at,
  closed_at = excluded.closed_at,
  stage = excluded.stage,
  amount_minor = excluded.amount_minor,
  currency = excluded.currency,
  source = excluded.source,
  heard_from = excluded.heard_from
