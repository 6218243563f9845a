-- Adds an account or replaces all that was stated of it.
insert into account (workspace, domain, name, employees, industry, country, fit, office_networks, attributes)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (workspace, domain) do update set
  name = excluded.name,
  employees = excluded.employees,
  industry = excluded.industry,
  country = excluded.country,
  fit = excluded.fit,
  office_networks = excluded.office_networks,
  attributes = excluded.attributes
