-- Adds a learned model or replaces all that was known of it.
insert into model (workspace, version, made_at, learned_until, parent, body, figures, state)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (workspace, version) do update set
  made_at = excluded.made_at,
  learned_until = excluded.learned_until,
  parent = excluded.parent,
  body = excluded.body,
  figures = excluded.figures,
  state = excluded.state
