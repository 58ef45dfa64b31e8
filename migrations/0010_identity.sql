-- Intent: who somebody is (second factor, single sign-on, one person with several accounts, keys with an end), who may change
-- that, and a log that also keeps what was read and what was refused, without making every reader wait for every other.
-- Locks: short exclusive locks on app_user, session, api_key, case_opinion and audit_log. Cost: one pass over audit_log for its indexes,
-- seconds per million rows.

-- Accounts and people --------------------------------------------------------------------------------------------------

alter table app_user alter password_hash drop not null; -- null: this account signs in with the identity provider only
alter table app_user
  add column region               text not null default 'ID',                 -- whose system administrators look after it
  add column person_key           uuid not null default gen_random_uuid(),    -- the same for two accounts of one person
  add column oidc_issuer          text,
  add column oidc_subject         text,
  add column must_change_password boolean not null default false,             -- an administrator knows the password
  add column password_reset_by    bigint,                                     -- until the user has changed it
  add column factor_reset_by      bigint,                                     -- until the user has enrolled again
  add constraint oidc_both check ((oidc_issuer is null) = (oidc_subject is null));
create index app_user_person on app_user (person_key);
create index app_user_oidc on app_user (oidc_issuer, oidc_subject) where oidc_issuer is not null;
update app_user u set region = r.region from (select user_id, min(region) as region from user_role group by user_id having count(distinct region) = 1) r where r.user_id = u.id;

-- Two accounts with one identity at the provider belong to one person, whatever an administrator believes.
create function one_identity_one_person() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare k uuid;
begin
  select person_key into k from app_user where oidc_issuer = new.oidc_issuer and oidc_subject = new.oidc_subject and id <> new.id order by id limit 1;
  if k is not null and k <> new.person_key then
    update app_user set person_key = k where person_key = new.person_key and id <> new.id; -- the person's other accounts come along
    new.person_key := k;
  end if;
  return new;
end $$;
create trigger one_person before insert or update of oidc_issuer, oidc_subject on app_user for each row when (new.oidc_issuer is not null)
  execute function one_identity_one_person();

create function same_person(a bigint, b bigint) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select a = b or (select person_key from app_user where id = a) = (select person_key from app_user where id = b)
$$;
-- Every account of the people behind these accounts.
create function accounts_of_people(ids bigint[]) returns bigint[] language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct u.id), '{}') from app_user u where u.id = any(ids) or u.person_key in (select m.person_key from app_user m where m.id = any(ids))
$$;
revoke execute on function same_person(bigint, bigint), accounts_of_people(bigint[]) from public;
grant execute on function same_person(bigint, bigint), accounts_of_people(bigint[]) to pantau_api;

-- One person, one standing opinion on a case, with however many accounts. The index holds when two accounts write at the same
-- moment, the look-up when accounts were found to belong together only later.
alter table case_opinion add column person_key uuid;
create unique index case_opinion_person_once on case_opinion (case_id, person_key) where undone_at is null;
create function one_person_one_opinion() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select person_key into new.person_key from app_user where id = new.user_id;
  if exists (select from case_opinion o where o.case_id = new.case_id and o.undone_at is null and o.user_id = any(accounts_of_people(array[new.user_id]))) then
    raise exception 'this person has already given an opinion on case %', new.case_id using errcode = 'unique_violation', constraint = 'case_opinion_person_once';
  end if;
  return new;
end $$;
create trigger one_person before insert on case_opinion for each row execute function one_person_one_opinion();

-- Whoever asks "was it another person" about a case learns of every account of those people.
alter function case_people(bigint) rename to case_accounts;
create function case_people(which bigint) returns table (readers bigint[], readers_now bigint[], forwarded_by bigint, touched bigint[], own_opinion_at timestamptz, own_finding text,
  others_since bigint) language sql stable security definer set search_path = public, pg_temp as $$
  select accounts_of_people(a.readers), accounts_of_people(a.readers_now), case when same_person(a.forwarded_by, app_user_id()) then app_user_id() else a.forwarded_by end,
         accounts_of_people(a.touched), a.own_opinion_at, a.own_finding, a.others_since
    from case_accounts(which) a
$$;
revoke execute on function case_people(bigint), case_accounts(bigint) from public, pantau_api;
grant execute on function case_people(bigint) to pantau_api;

-- Second factor --------------------------------------------------------------------------------------------------------

create table user_totp (
  user_id       bigint primary key references app_user,
  secret_sealed bytea not null,
  confirmed_at  timestamptz,                    -- null: shown, but no code has proved that it was taken over
  last_step     bigint not null default 0,      -- a code counts once: its step must be later than this
  created_at    timestamptz not null default now()
);
create table user_recovery_code (
  user_id   bigint not null references app_user,
  code_hash bytea not null,                     -- SHA-256; 80 random bits need no slow hash
  used_at   timestamptz,
  primary key (user_id, code_hash)
);
grant select, insert, update, delete on user_totp, user_recovery_code to pantau_auth;

alter table session
  add column id               uuid not null default gen_random_uuid() unique,
  add column last_seen_at     timestamptz not null default now(),
  add column second_factor_at timestamptz,
  add column method           text not null default 'password' check (method in ('password', 'oidc')),
  add column user_agent       text;
create index session_of_user on session (user_id);
grant update (token_hash, csrf, second_factor_at, last_seen_at) on session to pantau_auth;

-- Keys -----------------------------------------------------------------------------------------------------------------

alter table api_key
  add column scopes       text[] not null default '{statistics:read}',
  add column family       bigint,               -- the first key of this name's line; two of a line may live at once, no more
  add column tail         text not null default '',  -- last characters, to recognise it by
  add column per_minute   integer not null default 600 check (per_minute between 1 and 100000),
  add column expires_at   timestamptz,
  add column last_used_at timestamptz,
  add column created_by   bigint;
update api_key set family = id;
create function key_family() returns trigger language plpgsql as $$
begin
  new.family := coalesce(new.family, new.id);
  return new;
end $$;
create trigger family before insert on api_key for each row execute function key_family();
create index api_key_family on api_key (family) where revoked_at is null;
grant update (last_used_at) on api_key to pantau_auth;

-- Who may administrate whom --------------------------------------------------------------------------------------------

-- An administrator looks after an account when it belongs to their region and no role of it reaches further; never after the own
-- person's accounts.
create function app_manages(which bigint) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select not same_person(which, app_user_id())
    and exists (select from app_user u where u.id = which and region_in(u.region, app_scopes('system_admin')))
    and not exists (select from user_role r where r.user_id = which and not region_in(r.region, app_scopes('system_admin')))
$$;
revoke execute on function app_manages(bigint) from public;
grant execute on function app_manages(bigint) to pantau_api;

alter table app_user enable row level security;
alter table user_role enable row level security;
alter table session enable row level security;
alter table api_key enable row level security;
create policy all_auth on app_user for all to pantau_auth using (true) with check (true);
create policy all_auth on user_role for select to pantau_auth using (true);
create policy all_auth on session for all to pantau_auth using (true) with check (true);
create policy all_auth on api_key for all to pantau_auth using (true) with check (true);

-- The api writes password hashes and never reads one.
grant select (id, username, display_name, active, failed_attempts, locked_until, created_at, region, person_key, oidc_issuer, oidc_subject, must_change_password,
  password_reset_by, factor_reset_by) on app_user to pantau_api;
grant insert (username, display_name, password_hash, region, must_change_password, password_reset_by) on app_user to pantau_api;
grant update (display_name, active, failed_attempts, locked_until, password_hash, must_change_password, password_reset_by, factor_reset_by, oidc_issuer, oidc_subject) on app_user to pantau_api;
create policy see on app_user for select to pantau_api using (region_in(region, (select app_scopes('system_admin', 'auditor'))));
create policy add on app_user for insert to pantau_api with check (region_in(region, (select app_scopes('system_admin'))));
create policy manage on app_user for update to pantau_api using (app_manages(id)) with check (region_in(region, (select app_scopes('system_admin'))));

grant select, insert, delete on user_role to pantau_api;
create policy see on user_role for select to pantau_api using (exists (select from app_user u where u.id = user_id));
create policy grant_role on user_role for insert to pantau_api with check (app_manages(user_id) and region_in(region, (select app_scopes('system_admin'))));
create policy revoke_role on user_role for delete to pantau_api using (app_manages(user_id));

grant select (id, name, role, region, scopes, family, tail, per_minute, created_at, created_by, expires_at, last_used_at, revoked_at) on api_key to pantau_api;
grant insert (key_hash, name, region, scopes, family, tail, per_minute, expires_at, created_by) on api_key to pantau_api;
grant update (expires_at, revoked_at) on api_key to pantau_api;
create policy see on api_key for select to pantau_api using (region_in(region, (select app_scopes('system_admin', 'auditor'))));
create policy add on api_key for insert to pantau_api with check (region_in(region, (select app_scopes('system_admin'))) and created_by = app_user_id() and role = 'stats_reader');
create policy manage on api_key for update to pantau_api using (region_in(region, (select app_scopes('system_admin')))) with check (true);

-- An administrator ends sessions and takes a second factor away without reading either.
create function end_sessions(which bigint) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not app_manages(which) then raise exception 'not an account this user looks after' using errcode = '42501'; end if;
  delete from session where user_id = which;
end $$;
create function drop_second_factor(which bigint) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare had boolean;
begin
  if not app_manages(which) then raise exception 'not an account this user looks after' using errcode = '42501'; end if;
  delete from user_recovery_code where user_id = which;
  delete from user_totp where user_id = which;
  had := found;
  delete from session where user_id = which;
  return had;
end $$;
-- Persons only grow together: every account of both has one key from now on.
create function merge_people(a bigint, b bigint) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not (app_manages(a) and app_manages(b)) then raise exception 'not accounts this user looks after' using errcode = '42501'; end if;
  update app_user set person_key = (select person_key from app_user where id = b) where person_key = (select person_key from app_user where id = a);
end $$;
create function has_second_factor(which bigint) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from user_totp t join app_user u on u.id = t.user_id where t.user_id = which and t.confirmed_at is not null
    and region_in(u.region, app_scopes('system_admin', 'auditor')))
$$;
revoke execute on function end_sessions(bigint), drop_second_factor(bigint), has_second_factor(bigint), merge_people(bigint, bigint) from public;
grant execute on function end_sessions(bigint), drop_second_factor(bigint), has_second_factor(bigint), merge_people(bigint, bigint) to pantau_api;

-- People change their own password and second factor as pantau_auth; a repeated request is recognised there too.
grant select, insert, delete on idempotency to pantau_auth;
create policy own_auth on idempotency for all to pantau_auth using (user_id = app_user_id()) with check (user_id = app_user_id());

-- The log --------------------------------------------------------------------------------------------------------------

-- What has happened and is not chained yet. A change's row goes into the chain by a trigger at its own commit: the chain's lock is
-- taken after all statements and never waits for a client. Reads and refusals change nothing else, so they only leave their row
-- here, written before the answer is sent; `audit_fold` chains them within a second or two.
create table audit_pending (
  seq       bigint generated always as identity primary key,
  at        timestamptz not null default clock_timestamp(),
  actor     bigint,
  action    text not null,
  object    text not null,
  object_id text not null,
  data      jsonb not null default '{}',
  direct    boolean not null
);
alter table audit_pending enable row level security;

-- The log never gives way, not to a purge either; only moving a row into the chain takes it out of the waiting list.
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'audit_pending' and tg_op = 'DELETE' and current_setting('pantau.audit_move', true) = 'on' then return old; end if;
  raise exception '% on % is refused: rows are immutable', tg_op, tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
drop trigger immutable on audit_log;
drop trigger immutable_all on audit_log;
create trigger immutable before update or delete on audit_log for each row execute function refuse_audit_change();
create trigger immutable_all before truncate on audit_log for each statement execute function refuse_audit_change();
create trigger immutable before update or delete on audit_pending for each row execute function refuse_audit_change();
create trigger immutable_all before truncate on audit_pending for each statement execute function refuse_audit_change();

-- Two rows can never follow the same one: a fork is an error, not a second chain.
create unique index audit_log_one_successor on audit_log (prev_hash);
create index audit_log_object on audit_log (object, object_id, id);
create index audit_log_actor on audit_log (actor, id);
create index audit_log_at on audit_log (at);

create function audit_link(p audit_pending) returns void language plpgsql security definer set search_path = public, pg_temp set pantau.audit_move = 'on' as $$
declare prev bytea;
begin
  select hash into prev from audit_log order by id desc limit 1;
  prev := coalesce(prev, '\x00'::bytea);
  insert into audit_log (at, actor, action, object, object_id, data, prev_hash, hash)
  values (p.at, p.actor, p.action, p.object, p.object_id, p.data, prev, audit_hash(prev, p.at, p.actor, p.action, p.object, p.object_id, p.data));
  delete from audit_pending where seq = p.seq;
end $$;
revoke execute on function audit_link(audit_pending) from public;

create function audit_chain_now() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtext('pantau.audit'));
  perform audit_link(new);
  return null;
end $$;
create constraint trigger chain after insert on audit_pending deferrable initially deferred for each row when (new.direct) execute function audit_chain_now();

create or replace function audit_append(p_action text, p_object text, p_object_id text, p_data jsonb) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into audit_pending (actor, action, object, object_id, data, direct) values (app_user_id(), p_action, p_object, p_object_id, p_data, true);
end $$;

-- What was read or refused. The actor is named by the caller, which is one of our services in a statement of its own.
create function audit_note(p_actor bigint, p_action text, p_object text, p_object_id text, p_data jsonb) returns void language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  insert into audit_pending (actor, action, object, object_id, data, direct) values (p_actor, p_action, p_object, p_object_id, p_data, false);
end $$;
revoke execute on function audit_note(bigint, text, text, text, jsonb) from public;
grant execute on function audit_note(bigint, text, text, text, jsonb) to pantau_api, pantau_auth;

-- Chains up to p_rows waiting rows, oldest first. Any number of callers: one folds, the others wait for the lock and find less.
create function audit_fold(p_rows integer) returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare p audit_pending; n integer := 0;
begin
  if not exists (select from audit_pending) then return 0; end if;
  perform pg_advisory_xact_lock(hashtext('pantau.audit'));
  for p in select * from audit_pending order by seq limit p_rows loop
    perform audit_link(p);
    n := n + 1;
  end loop;
  return n;
end $$;
revoke execute on function audit_fold(integer) from public;
grant execute on function audit_fold(integer) to pantau_api, pantau_alerts;

create function audit_waiting() returns table (n bigint, oldest timestamptz) language sql stable security definer set search_path = public, pg_temp as $$
  select count(*), min(at) from audit_pending
$$;
revoke execute on function audit_waiting() from public;
grant execute on function audit_waiting() to pantau_api, pantau_alerts;

-- The chain alone does not show that its newest rows were cut off, nor that all of it was computed anew. Its end of each day,
-- signed with the installation's key and, where an authority is configured, stamped by somebody else's clock (RFC 3161), does.
create table audit_root (
  day         date primary key,                 -- in Jakarta
  last_id     bigint not null,                  -- of the last row of that day in the chain
  last_hash   bytea not null,
  previous    bytea,                            -- SHA-256 of the statement of the root before; null for the first
  signed_at   timestamptz not null,
  key_id      text not null,
  public_key  text not null,
  signature   bytea not null,
  token       bytea,                            -- RFC 3161, over the signature
  stamped_at  timestamptz
);
create function keep_root() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.token is null and new.token is not null
     and (new.day, new.last_id, new.last_hash, new.signed_at, new.key_id, new.public_key, new.signature)
       = (old.day, old.last_id, old.last_hash, old.signed_at, old.key_id, old.public_key, old.signature)
     and new.previous is not distinct from old.previous then return new; end if;
  raise exception '% on % is refused: rows are immutable', tg_op, tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create trigger immutable before update or delete on audit_root for each row execute function keep_root();
create trigger immutable_all before truncate on audit_root for each statement execute function refuse_audit_change();
alter table audit_root enable row level security;
grant select on audit_root to pantau_api;
create policy see on audit_root for select to pantau_api using (cardinality((select app_scopes('auditor'))) > 0);
grant select (id, at, hash) on audit_log to pantau_alerts;
create policy root_alerts on audit_log for select to pantau_alerts using (true);
grant select, insert on audit_root to pantau_alerts;
grant update (token, stamped_at) on audit_root to pantau_alerts;
create policy all_alerts on audit_root for all to pantau_alerts using (true) with check (true);

-- The api tells an operator in one line that its key is not the one the database was filled with.
create function key_fingerprint() returns text language sql stable security definer set search_path = public, pg_temp as $$
  select value #>> '{}' from installation where key = 'key_fingerprint'
$$;
revoke execute on function key_fingerprint() from public;
grant execute on function key_fingerprint() to pantau_api;
