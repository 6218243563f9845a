on conflict (workspace, channel) do update set
  events = channel_activity.events + excluded.events,
  last_known_at = case
    when excluded.last_known_at > channel_activity.last_known_at then excluded.last_known_at
    else channel_activity.last_known_at end,
  last_at = case
    when excluded.last_at > channel_activity.last_at then excluded.last_at
    else channel_activity.last_at end
