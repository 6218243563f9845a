on conflict (workspace, person) do update set
  account = excluded.account,
  kind = excluded.kind,
  last_seen = excluded.last_seen,
  body = excluded.body,
  sought = excluded.sought,
  named_mark = case when stored_person.sought = excluded.sought then stored_person.named_mark else excluded.named_mark end
