-- Adds a reading as it was made; of two made at the same moment the later one stays.
insert into made_reading (workspace, account, made_at, known_until, model_version, body)
values ($1, $2, $3, $4, $5, $6)
on conflict (workspace, account, made_at) do update set
  known_until = excluded.known_until,
  model_version = excluded.model_version,
  body = excluded.body
