on conflict (workspace, address_key) do update set
  kind = case when excluded.kind = 'unknown' then network.kind else excluded.kind end,
  organisation = coalesce(excluded.organisation, network.organisation),
  domain = coalesce(excluded.domain, network.domain)
where (excluded.kind <> 'unknown' and excluded.kind <> network.kind)
  or (excluded.organisation is not null and excluded.organisation is distinct from network.organisation)
  or (excluded.domain is not null and excluded.domain is distinct from network.domain)
