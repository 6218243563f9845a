on conflict (workspace, person) do update set
  account = excluded.account,
  kind = excluded.kind,
  last_seen = excluded.last_seen,
  body = excluded.body,
  sought = excluded.sought
