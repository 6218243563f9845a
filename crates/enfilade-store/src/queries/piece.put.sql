insert into piece (
  workspace, path, kind, room, role, question, title, topic,
  state, decided_by, decided_at, url, medium, judged, seen_at
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
on conflict (workspace, path) do update set
  kind = excluded.kind, room = excluded.room, role = excluded.role, question = excluded.question,
  title = excluded.title, topic = excluded.topic, state = excluded.state, decided_by = excluded.decided_by,
  decided_at = excluded.decided_at, url = excluded.url, medium = excluded.medium, judged = excluded.judged,
  seen_at = excluded.seen_at
