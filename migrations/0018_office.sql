-- Intent: what the administration in the console needs: imports of registers that a person looks at before they count, roles that
-- end by themselves, the first administrator of a new installation, and figures about retention, backups and sources.
-- Locks: a short exclusive lock on user_role for a column without a default. Cost: two index builds over account and person,
-- seconds per million rows; writes to them wait meanwhile.
do $$
begin
  begin
    if not exists (select from pg_roles where rolname = 'pantau_import') then create role pantau_import nologin; end if;
  exception when duplicate_object or unique_violation then null; -- another database of this cluster was faster
  end;
  begin
    if not pg_has_role(current_user, 'pantau_import', 'set') then grant pantau_import to current_user; end if;
  exception when others then
    if not pg_has_role(current_user, 'pantau_import', 'member') then grant pantau_import to current_user; end if;
  end;
end $$;
grant usage on schema public to pantau_import;

-- Imports by the console -------------------------------------------------------------------------------------------------

-- A file is sent in pieces, checked against what is published, looked at by a person and only then published, in one transaction.
-- Whoever works on one holds a lease; dies in the middle: nothing is published, and the next worker begins the step again.
create table register_import (
  id           uuid primary key default gen_random_uuid(),
  kind         text not null check (kind in ('register', 'accounts')),
  state        text not null default 'uploading'
               check (state in ('uploading', 'checking', 'ready', 'publishing', 'published', 'refused', 'cancelled', 'expired')),
  file_name    text not null,
  bytes_total  bigint not null check (bytes_total > 0),
  election     text,                            -- for CSV lists instead of the usual one
  within       text[] not null,                 -- regions that whoever imports answers for
  created_by   bigint not null references app_user,
  created_at   timestamptz not null default now(),
  changed_at   timestamptz not null default now(),
  stop_asked   boolean not null default false,
  lease_until  timestamptz,
  attempt      integer not null default 0,      -- also tells an old worker from a new one
  step         text,                            -- what is being done: reading, comparing, publishing
  bytes_done   bigint not null default 0,
  rows_done    bigint not null default 0,
  preview      jsonb,                           -- what would change; gone once the import has ended
  preview_hash text,
  seen_hash    text,                            -- of the preview that was confirmed
  fault        text,
  version      text,
  counts       jsonb
);
create index register_import_open on register_import (changed_at) where state in ('uploading', 'checking', 'ready', 'publishing');
create index register_import_by on register_import (created_by, created_at desc);
-- Sealed with the installation's keys: a register of accounts has names and NIPs. Gone once the import has ended.
create table register_import_piece (
  import_id uuid not null references register_import on delete cascade,
  n         integer not null,
  bytes     integer not null,
  sealed    bytea not null,
  primary key (import_id, n)
);
alter table register_import alter column preview set statistics 0, alter column fault set statistics 0, alter column file_name set statistics 0;
alter table register_import_piece alter column sealed set statistics 0;

alter table register_import enable row level security;
alter table register_import_piece enable row level security;
create policy all_import on register_import for all to pantau_import using (true) with check (true);
create policy all_import on register_import_piece for all to pantau_import using (true) with check (true);
create policy see on register_import for select to pantau_api
  using ((select bool_and(region_in(w, app_scopes('register_admin', 'auditor'))) from unnest(within) w));
create policy add on register_import for insert to pantau_api
  with check (created_by = app_user_id() and state = 'uploading' and within <@ (select app_scopes('register_admin')) and cardinality(within) > 0);
create policy change on register_import for update to pantau_api
  using (created_by = app_user_id() and cardinality((select app_scopes('register_admin'))) > 0) with check (created_by = app_user_id());
create policy own on register_import_piece for all to pantau_api
  using (exists (select from register_import i where i.id = import_id and i.created_by = app_user_id()))
  with check (exists (select from register_import i where i.id = import_id and i.created_by = app_user_id() and i.state = 'uploading'));
grant select on register_import to pantau_api;
grant insert (kind, file_name, bytes_total, election, within, created_by) on register_import to pantau_api;
grant update (state, changed_at, stop_asked, seen_hash, preview, attempt, lease_until, step, bytes_done, rows_done) on register_import to pantau_api;
grant select (import_id, n, bytes), insert, delete on register_import_piece to pantau_api;
grant select, update on register_import to pantau_import;
grant select, delete on register_import_piece to pantau_import;

-- The worker: may publish registers and accounts, and nothing of cases.
grant select, insert on register_part, register_version, register_version_part, register_election, register_contest, register_contestant, register_party
  to pantau_import;
grant select on region, data_key to pantau_import;
grant select, insert, update on person, person_period, account to pantau_import;
create policy all_import on person for all to pantau_import using (true) with check (true);
create policy all_import on person_period for all to pantau_import using (true) with check (true);
create policy all_import on account for all to pantau_import using (true) with check (true);
grant insert on import_run to pantau_import;
grant execute on function audit_append(text, text, text, jsonb) to pantau_import;

-- The register of accounts, read by those who keep it. Searched from the beginning of a name or handle, so that an index answers.
create index account_handle_begins on account (handle_key text_pattern_ops);
create index person_name_begins on person (lower(name) text_pattern_ops);
create function office_accounts(p_query text, p_state text, p_after bigint, p_rows integer)
  returns table (id bigint, platform text, handle text, name text, key_tail text, agency text, region text, employment_status text,
    basis_law text, basis_ref text, basis_until date, verified_at timestamptz, ended_at timestamptz, polled_at timestamptz, last_error text)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  scopes text[] := app_scopes('register_admin', 'auditor');
  begins text := replace(replace(replace(lower(p_query), '\', '\\'), '%', '\%'), '_', '\_') || '%';
begin
  if cardinality(scopes) = 0 then return; end if;
  return query
    select a.id, a.platform, a.handle, p.name, p.key_tail, pp.agency, pp.region, pp.employment_status,
           a.basis_law, a.basis_ref, a.basis_until, a.verified_at, a.ended_at, s.polled_at, s.last_error
      from account a
      join person p on p.id = a.person_id
      cross join lateral period_at(a.person_id, now()) pp
      left join lateral (select x.polled_at, x.last_error from source_state x where x.account_id = a.id order by x.polled_at desc nulls last limit 1) s on true
     where a.id > p_after and region_in(pp.region, scopes)
       and (p_query is null or a.id in (
             select h.id from account h where h.handle_key like begins
             union all select h.id from person q join account h on h.person_id = q.id where lower(q.name) like begins))
       and (p_state is null
            or (p_state = 'ended' and a.ended_at is not null)
            or (p_state = 'no_basis' and a.ended_at is null and not account_has_basis(a.basis_until, a.ended_at, now()))
            or (p_state = 'unverified' and a.ended_at is null and a.verified_at is null)
            or (p_state = 'active' and account_has_basis(a.basis_until, a.ended_at, now())))
     order by a.id limit p_rows;
end $$;
revoke execute on function office_accounts(text, text, bigint, integer) from public;
grant execute on function office_accounts(text, text, bigint, integer) to pantau_api;

-- Roles that end by themselves -------------------------------------------------------------------------------------------

alter table user_role add column until timestamptz;
create or replace function app_scopes(variadic roles text[]) returns text[] language sql stable security definer set search_path = public, pg_temp as
$$ select coalesce(array_agg(region), '{}') from user_role where user_id = app_user_id() and role = any(roles) and (until is null or until > now()) $$;
create or replace function case_roles(p_region text, p_office text) returns text[] language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct role), '{}') from user_role where user_id = app_user_id() and (until is null or until > now())
    and case when role = 'personnel_office' then p_office is not null and region_in(p_office, array[region]) else region_in(p_region, array[region]) end
$$;

create or replace function app_shares(p_role text, p_region text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from user_role u where u.user_id = app_user_id() and u.role = p_role and (u.until is null or u.until > now())
    and (region_in(p_region, array[u.region]) or region_in(u.region, array[p_region])))
$$;

-- The first administrator ------------------------------------------------------------------------------------------------

-- A token is printed where the installation is started, kept here as a hash, and works once, while there is no account at all.
create table setup_token (
  only_one   boolean primary key default true check (only_one),
  token_hash bytea not null,
  expires_at timestamptz not null
);
create function setup_needed() returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select not exists (select from app_user)
$$;
create function first_admin(p_token bytea, p_username text, p_name text, p_hash text) returns bigint language plpgsql security definer
  set search_path = public, pg_temp as $$
declare made bigint;
begin
  perform pg_advisory_xact_lock(hashtext('pantau.setup'));
  if not setup_needed() then return null; end if;
  delete from setup_token where token_hash = p_token and expires_at > now();
  if not found then return null; end if;
  insert into app_user (username, display_name, password_hash, region) values (p_username, p_name, p_hash, 'ID') returning id into made;
  -- Also the register's: nobody administrates the own account, and the first register must be brought by somebody.
  insert into user_role (user_id, role, region) values (made, 'system_admin', 'ID'), (made, 'register_admin', 'ID');
  perform audit_append('user_created', 'user', made::text, '{"first": true, "roles": ["system_admin@ID", "register_admin@ID"]}');
  return made;
end $$;
revoke execute on function setup_needed(), first_admin(bytea, text, text, text) from public;
grant execute on function setup_needed(), first_admin(bytea, text, text, text) to pantau_auth;

-- Retention and backups --------------------------------------------------------------------------------------------------

grant select on retention_override to pantau_api;
-- Counts without persons; of the whole installation, since that is how it is purged.
create function office_backlog(p_text timestamptz, p_sample timestamptz, p_unscored timestamptz, p_answers timestamptz, p_persons timestamptz, p_requests timestamptz)
  returns jsonb language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if cardinality(app_scopes('auditor', 'commissioner', 'system_admin')) = 0 then raise exception 'not for this role' using errcode = '42501'; end if;
  return privacy_backlog(p_text, p_sample, p_unscored, p_answers, p_persons, p_requests);
end $$;
create function office_ended_cases(p_after bigint, p_rows integer)
  returns table (id bigint, post_id bigint, state text, outcome text, ended_at timestamptz, post_gone boolean, held boolean)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if cardinality(app_scopes('auditor', 'commissioner', 'system_admin')) = 0 then raise exception 'not for this role' using errcode = '42501'; end if;
  return query select x.id, x.post_id, x.state, x.outcome, x.ended_at, x.post_gone, x.held from privacy_ended_cases(p_after, p_rows) x;
end $$;
revoke execute on function office_backlog(timestamptz, timestamptz, timestamptz, timestamptz, timestamptz, timestamptz), office_ended_cases(bigint, integer) from public;
grant execute on function office_backlog(timestamptz, timestamptz, timestamptz, timestamptz, timestamptz, timestamptz), office_ended_cases(bigint, integer) to pantau_api;

-- Runs of the purge that did something, and the latest that did nothing.
create table retention_run (
  id     bigint generated always as identity primary key,
  at     timestamptz not null default now(),
  gone   jsonb not null,
  items  bigint not null
);
grant select on retention_run to pantau_api;
grant select, insert, delete on retention_run to pantau_privacy;

-- Written by the command that makes or proves a backup, in the database it was made from.
create table backup_record (
  id         bigint generated always as identity primary key,
  created_at timestamptz not null,
  file_name  text not null,
  bytes      bigint not null,
  row_count  bigint not null,
  made_by    text not null,
  sha256     text not null,
  proven_at  timestamptz,                       -- opened and read to its end again
  proven_by  text
);
create unique index backup_record_file on backup_record (sha256);
grant select on backup_record to pantau_api;

-- Sources ----------------------------------------------------------------------------------------------------------------

-- A source serves the whole installation, so only an administrator of the whole country touches one.
create function office_put_source(p_name text, p_connector text, p_config jsonb, p_policy jsonb) returns integer language plpgsql security definer
  set search_path = public, pg_temp as $$
declare made integer;
begin
  if not 'ID' = any (app_scopes('system_admin')) then raise exception 'not for this role' using errcode = '42501'; end if;
  insert into source (name, connector, config, policy, enabled) values (p_name, p_connector, p_config, p_policy, false)
    on conflict (name) do nothing returning id into made;
  if made is not null then
    perform audit_append('source.added', 'source', made::text, jsonb_build_object('name', p_name, 'connector', p_connector, 'enabled', false, 'policy', p_policy));
  end if;
  return made;
end $$;
create function office_switch_source(p_id integer, p_enabled boolean) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare n text;
begin
  if not 'ID' = any (app_scopes('system_admin')) then raise exception 'not for this role' using errcode = '42501'; end if;
  select name into n from source where id = p_id for update;
  if n is null then return false; end if;
  update source set enabled = p_enabled where id = p_id and enabled <> p_enabled;
  if found then
    if p_enabled then update source_state set next_due_at = now() where source_id = p_id and paused_at is null; end if;
    perform audit_append(case when p_enabled then 'source.enabled' else 'source.disabled' end, 'source', p_id::text, jsonb_build_object('name', n));
  end if;
  return true;
end $$;
revoke execute on function office_put_source(text, text, jsonb, jsonb), office_switch_source(integer, boolean) from public;
grant execute on function office_put_source(text, text, jsonb, jsonb), office_switch_source(integer, boolean) to pantau_api;
