-- Of these visitors, forgets those of whom no event is left.
delete from visitor where workspace = $1 and visitor in ({list})
  and not exists (select 1 from event e where e.workspace = $1 and e.visitor = visitor.visitor)
