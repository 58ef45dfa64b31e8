-- Intent: one database role per service, so that the laws of the product hold even when code is wrong:
-- the scorer cannot write a delivery, the api sees only what the signed-in user may see.
-- Locks: none on data. Cost: milliseconds. Needs CREATEROLE once per cluster; roles are shared by its databases.
do $$
declare r text;
begin
  foreach r in array array['pantau_api','pantau_auth','pantau_stats','pantau_ingest','pantau_scorer','pantau_alerts'] loop
    begin
      if not exists (select from pg_roles where rolname = r) then
        execute format('create role %I nologin', r);
      end if;
    exception when duplicate_object or unique_violation then null; -- another database of this cluster was faster
    end;
    begin
      if not pg_has_role(current_user, r, 'set') then execute format('grant %I to current_user', r); end if;
    exception when others then
      if not pg_has_role(current_user, r, 'member') then execute format('grant %I to current_user', r); end if;
    end;
  end loop;
end $$;

revoke create on schema public from public;
grant usage on schema public to pantau_api, pantau_auth, pantau_stats, pantau_ingest, pantau_scorer, pantau_alerts;

-- Facts about the installation (schema version lives in schema_migration, made by the runner).
create table installation (
  key   text primary key,
  value jsonb not null
);
