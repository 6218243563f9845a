-- Of these addresses, forgets those that nobody's events name any more.
delete from network where workspace = $1 and address_key in ({list})
  and not exists (
    select 1 from thread t where t.workspace = $1 and t.kind = 'address'
      and t.value = cast(network.address_key as text))
