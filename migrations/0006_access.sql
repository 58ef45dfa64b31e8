-- Intent: who may see and do what, enforced here and not only in routes; and a log that cannot be rewritten quietly.
-- The api connects as pantau_api and names its user in pantau.user_id for the length of one transaction.
-- Locks: none on existing data. Cost: milliseconds.
create table app_user (
  id              bigint generated always as identity primary key,
  username        text not null unique check (username = lower(username)),
  display_name    text not null,
  password_hash   text not null,
  active          boolean not null default true,
  failed_attempts integer not null default 0,
  locked_until    timestamptz,
  created_at      timestamptz not null default now()
);
create table user_role (
  user_id bigint not null references app_user,
  role    text not null,
  region  text not null,
  primary key (user_id, role, region)
);
create table session (
  token_hash bytea primary key,
  user_id    bigint not null references app_user,
  csrf       text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create table api_key (
  id         bigint generated always as identity primary key,
  key_hash   bytea not null unique,
  name       text not null,
  role       text not null default 'stats_reader',
  region     text not null default 'ID',
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
create table idempotency (
  user_id    bigint not null,
  key        text not null,
  request    bytea not null,                    -- hash of method, path and body
  status     integer not null,
  body       jsonb not null,
  etag       text,
  created_at timestamptz not null default now(),
  primary key (user_id, key)
);
grant select, update on app_user to pantau_auth;
grant select on user_role, api_key to pantau_auth;
grant select, insert, delete on session to pantau_auth;
grant select, insert, delete on idempotency to pantau_api;
alter table idempotency enable row level security;

create function app_user_id() returns bigint language sql stable as $$ select nullif(current_setting('pantau.user_id', true), '')::bigint $$;

-- The regions in which the current user holds one of these roles.
create function app_scopes(variadic roles text[]) returns text[] language sql stable security definer set search_path = public, pg_temp as
$$ select coalesce(array_agg(region), '{}') from user_role where user_id = app_user_id() and role = any(roles) $$;

create function region_in(code text, scopes text[]) returns boolean language sql immutable parallel safe as
$$ select array['ID', left(code, 2), left(code, 5), left(code, 8), code] && scopes $$;

create policy own on idempotency for all to pantau_api using (user_id = app_user_id()) with check (user_id = app_user_id());

alter table cases enable row level security;
alter table case_event enable row level security;
alter table case_opinion enable row level security;
alter table evidence enable row level security;

grant select on cases, case_event, case_opinion, evidence to pantau_api;
grant update (state, acts, exemption, known_at, decided_at, forwarded_at, claimed_by, lease_until, revision) on cases to pantau_api;
grant insert on case_event, case_opinion to pantau_api;

create policy see on cases for select to pantau_api using (
  region_in(region, (select app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor')))
  or (forwarded_at is not null and region_in(region, (select app_scopes('personnel_office')))));
create policy act on cases for update to pantau_api using (
  region_in(region, (select app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer'))));

-- While a case is under review nobody learns from its history that a colleague has already read it: the second reader is blind.
create policy see on case_event for select to pantau_api using (
  exists (select from cases c where c.id = case_id and (
    case_event.type = 'forwarded'
    or region_in(c.region, (select app_scopes('auditor')))
    or (region_in(c.region, (select app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer')))
        and (c.state not in ('FLAGGED', 'IN_REVIEW') or actor is null or actor = app_user_id() or case_event.type not in ('claimed', 'released', 'opinion'))))));
create policy add on case_event for insert to pantau_api with check (actor = app_user_id() and exists (select from cases c where c.id = case_id
    and region_in(c.region, (select app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer')))));

-- An opinion is sealed: its author sees it, others only after the case left review; the personnel office never.
create policy see on case_opinion for select to pantau_api using (
  user_id = app_user_id()
  or exists (select from cases c where c.id = case_id and c.state not in ('FLAGGED', 'IN_REVIEW')
    and region_in(c.region, (select app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor')))));
create policy add on case_opinion for insert to pantau_api with check (user_id = app_user_id() and exists (select from cases c where c.id = case_id
    and region_in(c.region, (select app_scopes('analyst', 'second_reviewer')))));
create policy see on evidence for select to pantau_api using (exists (select from cases c where c.id = case_id));

-- After giving an opinion its author may learn what the others said, no sooner.
create function case_opinions(which bigint) returns setof case_opinion language sql stable security definer set search_path = public, pg_temp as $$
  select o.* from case_opinion o where o.case_id = which
    and exists (select from case_opinion mine where mine.case_id = which and mine.user_id = app_user_id())
    order by o.given_at
$$;
revoke execute on function case_opinions(bigint) from public;
grant execute on function case_opinions(bigint) to pantau_api;

-- Colleagues' names for the holder of a case and its history; sign-in names and hashes stay with pantau_auth.
create function colleague_names(ids bigint[]) returns table (id bigint, display_name text) language sql stable security definer set search_path = public, pg_temp as $$
  select u.id, u.display_name from app_user u where u.id = any(ids)
    and cardinality(app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor')) > 0
$$;
revoke execute on function colleague_names(bigint[]) from public;
grant execute on function colleague_names(bigint[]) to pantau_api;

-- The scorer opens cases; it may add evidence and events of the system, never decide.
grant select, insert on cases, evidence to pantau_scorer;
grant insert on case_event to pantau_scorer;
-- An edited post may turn out worse than it was: the scorer raises the case it belongs to, never its state.
grant update (band, label, direction, score, acts, exemption, priority, revision) on cases to pantau_scorer;
create policy scorer_raise on cases for update to pantau_scorer using (true) with check (true);
create policy scorer_see on cases for select to pantau_scorer using (true);
create policy scorer_open on cases for insert to pantau_scorer with check (state = 'FLAGGED' and claimed_by is null);
create policy scorer_see on evidence for select to pantau_scorer using (true);
create policy scorer_add on evidence for insert to pantau_scorer with check (true);
create policy scorer_add on case_event for insert to pantau_scorer with check (actor is null and type in ('opened', 'new_version'));

-- People: the api reads them only through functions that say why.
alter table person enable row level security;
alter table person_period enable row level security;
alter table account enable row level security;
create policy all_scorer on person for select to pantau_scorer using (true);
create policy all_scorer on person_period for select to pantau_scorer using (true);
create policy all_scorer on account for select to pantau_scorer using (true);
create policy all_ingest on account for select to pantau_ingest using (true);
create policy all_ingest on person_period for select to pantau_ingest using (true);

-- Append-only, hash-chained log. One writer at a time; the lock is taken last in a transaction and held until its commit.
create table audit_log (
  id        bigint generated always as identity primary key,
  at        timestamptz not null default clock_timestamp(),
  actor     bigint,
  action    text not null,
  object    text not null,
  object_id text not null,
  data      jsonb not null default '{}',
  prev_hash bytea not null,
  hash      bytea not null
);
create trigger immutable before update or delete on audit_log for each row execute function refuse_change();
create trigger immutable_all before truncate on audit_log for each statement execute function refuse_change();
alter table audit_log enable row level security;
create policy see on audit_log for select to pantau_api using (cardinality((select app_scopes('auditor'))) > 0);
grant select on audit_log to pantau_api;

create function audit_hash(prev bytea, at timestamptz, actor bigint, action text, object text, object_id text, data jsonb) returns bytea language sql immutable as $$
  select sha256(prev || convert_to(concat_ws(E'\x1f', extract(epoch from at)::numeric(20, 6)::text, coalesce(actor::text, '-'), action, object, object_id, data::text), 'UTF8'))
$$;

create function audit_append(p_action text, p_object text, p_object_id text, p_data jsonb) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare prev bytea; ts timestamptz;
begin
  perform pg_advisory_xact_lock(hashtext('pantau.audit'));
  select hash into prev from audit_log order by id desc limit 1;
  prev := coalesce(prev, '\x00'::bytea);
  ts := clock_timestamp();
  insert into audit_log (at, actor, action, object, object_id, data, prev_hash, hash)
  values (ts, app_user_id(), p_action, p_object, p_object_id, p_data, prev, audit_hash(prev, ts, app_user_id(), p_action, p_object, p_object_id, p_data));
end $$;
revoke execute on function audit_append(text, text, text, jsonb) from public;
grant execute on function audit_append(text, text, text, jsonb) to pantau_api, pantau_auth, pantau_scorer, pantau_alerts, pantau_ingest;
