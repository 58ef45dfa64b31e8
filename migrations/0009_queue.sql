-- Intent: the queue at a million cases: an order that is fixed when a case is opened (docs/ARCHITECTURE.md, "Priority"), indexes for
-- every region level, near-duplicate groups, saved views, breaking a lease, search in sealed texts, and the bell for open consoles.
-- Locks: exclusive on cases while it is rewritten once for the generated columns. Cost: about 10 s per million cases with its
-- indexes, and one pass over the sealed texts for their word index.

alter table cases
  add column contestant    text,                            -- the one named first, from which the contest follows
  add column origin        text not null default 'import',  -- how the post reached us: the connector, or an imported file
  add column group_id      bigint,                          -- posts with nearly the same text about the same contestant
  add column risk          real not null default 1,         -- of the region; orders only
  add column review_due_at timestamptz,                     -- null: 48 hours after the flag; set anew when a case is reopened
  add column province      text not null generated always as (left(region, 2)) stored,
  add column regency       text not null generated always as (left(region, 5)) stored,
  -- log2 of the priority at one fixed moment; the same expression as rankOf in packages/domain, held together by a test.
  add column rank          double precision not null generated always as (
    ln(greatest(priority, 1)::float8 * risk::float8) / ln(2::float8)
    - extract(epoch from (first_flagged_at - timestamptz '2020-01-01 00:00:00+00'))::float8 / 3600 / 96
    - (coalesce(extract(epoch from (review_due_at - timestamptz '2020-01-01 00:00:00+00')),
                extract(epoch from (first_flagged_at - timestamptz '2020-01-01 00:00:00+00')) + 172800))::float8 / 3600 / 96) stored;

-- Region conditions are equalities on one of two columns, so that one index gives a page in its order without sorting. The open
-- queue is small whatever the table holds, and the next case is taken from its head.
drop index cases_queue;
drop index cases_state_region;
create index cases_open on cases (rank desc, id) where state in ('FLAGGED', 'IN_REVIEW');
create index cases_open_province on cases (province, rank desc, id) where state in ('FLAGGED', 'IN_REVIEW');
create index cases_open_regency on cases (regency, rank desc, id) where state in ('FLAGGED', 'IN_REVIEW');
create index cases_state on cases (state, rank desc, id);
create index cases_state_province on cases (province, state, rank desc, id);
create index cases_state_regency on cases (regency, state, rank desc, id);
create index cases_contest on cases (contest, rank desc, id) where contest is not null;
create index cases_contestant on cases (contestant, rank desc, id) where contestant is not null;
create index cases_group on cases (group_id, id) where group_id is not null;

-- The same answer as before; written so that the planner does not take it for a condition that hardly anything passes, and sorts the
-- whole open queue for one case because of it. Every policy asks this.
create or replace function region_in(code text, scopes text[]) returns boolean language sql immutable parallel safe as
$$ select coalesce(array['ID', left(code, 2), left(code, 5), left(code, 8), code] && scopes, false) $$;

-- A reopened case is due anew; the age of its flag stays.
create function renew_review_due() returns trigger language plpgsql as $$
begin
  new.review_due_at := now() + interval '48 hours';
  return new;
end $$;
create trigger renew_review_due before update of state on cases for each row
  when (new.state = 'IN_REVIEW' and old.state in ('CONFIRMED', 'DISMISSED')) execute function renew_review_due();

-- Vulnerability of regions (IKP or another index), normalised; moves cases in the queue and nothing else.
create table region_risk (
  region     text primary key,
  level      text not null check (level in ('LOW', 'MEDIUM', 'HIGH')),
  dataset    text not null,
  updated_at timestamptz not null default now()
);
grant select on region_risk to pantau_scorer, pantau_api;
create function risk_of(which text) returns real language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce((select case level when 'LOW' then 0.8 when 'HIGH' then 1.25 else 1 end from region_risk
    where region in (left(which, 5), left(which, 2)) order by length(region) desc limit 1), 1)::real
$$;
create function set_case_risk() returns trigger language plpgsql as $$
begin
  new.risk := risk_of(new.region);
  return new;
end $$;
create trigger set_case_risk before insert on cases for each row execute function set_case_risk();

-- One text pasted by many (packages/domain/src/near-duplicate.ts). Holds hashes of words, no words; compared for 90 days.
create table case_group (
  id         bigint generated always as identity primary key,
  scope      text not null,                     -- version of the signature, contestant, direction
  sha256     bytea not null,                    -- of the words of the first text
  minima     integer[] not null,
  bands      bigint[] not null,
  created_at timestamptz not null default now(),
  unique (scope, sha256)
);
create index case_group_bands on case_group using gin (bands);
alter table case_group enable row level security;
grant select, insert on case_group to pantau_scorer;
create policy all_scorer on case_group for all to pantau_scorer using (true) with check (true);

-- A group is decided on what was shown: cases and their revisions, once, by who saw them, within half an hour.
create table group_preview (
  id         uuid primary key default gen_random_uuid(),
  user_id    bigint not null,
  group_id   bigint not null,
  cases      jsonb not null,                    -- [{id, revision}]
  shown_at   timestamptz not null default now(),
  used_at    timestamptz
);
create index group_preview_user on group_preview (user_id, shown_at);
alter table group_preview enable row level security;
grant select, insert, delete on group_preview to pantau_api;
grant update (used_at) on group_preview to pantau_api;
create policy own on group_preview for all to pantau_api using (user_id = app_user_id()) with check (user_id = app_user_id());

-- Saved filters: one's own, or shared by a commissioner with a role of a region and below.
create table saved_view (
  id         bigint generated always as identity primary key,
  name       text not null check (length(name) between 1 and 80),
  filter     jsonb not null,
  owner      bigint not null,
  role       text,                              -- null: only the owner sees it
  region     text,
  revision   integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((role is null) = (region is null))
);
create unique index saved_view_own_name on saved_view (owner, lower(name)) where role is null;
create unique index saved_view_shared_name on saved_view (region, role, lower(name)) where role is not null;
-- Does the current user hold this role over the region, or in a part of it?
create function app_shares(p_role text, p_region text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from user_role u where u.user_id = app_user_id() and u.role = p_role
    and (region_in(p_region, array[u.region]) or region_in(u.region, array[p_region])))
$$;
revoke execute on function app_shares(text, text) from public;
grant execute on function app_shares(text, text) to pantau_api;
alter table saved_view enable row level security;
grant select, insert, delete on saved_view to pantau_api;
grant update (name, filter, revision, updated_at) on saved_view to pantau_api;
create policy see on saved_view for select to pantau_api using (
  case when role is null then owner = app_user_id() else app_shares(role, region) or region_in(region, (select app_scopes('commissioner'))) end);
create policy add on saved_view for insert to pantau_api with check (
  owner = app_user_id() and (role is null or region_in(region, (select app_scopes('commissioner')))));
create policy change on saved_view for update to pantau_api using (
  case when role is null then owner = app_user_id() else region_in(region, (select app_scopes('commissioner'))) end);
create policy remove on saved_view for delete to pantau_api using (
  case when role is null then owner = app_user_id() else region_in(region, (select app_scopes('commissioner'))) end);

-- Leases: a system administrator reads no case and may still free one that is stuck; who holds it and since when is all they learn.
create function live_leases(p_after bigint, p_rows integer) returns table (case_id bigint, region text, holder bigint, holder_name text, lease_until timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.id, c.region, c.claimed_by, u.display_name, c.lease_until from cases c left join app_user u on u.id = c.claimed_by
   where c.claimed_by is not null and c.lease_until > now() and c.id > p_after and region_in(c.region, (select app_scopes('system_admin', 'commissioner')))
   order by c.id limit least(p_rows, 101)
$$;
create function break_lease(which bigint, p_reason text) returns table (id bigint, state text, revision integer)
  language plpgsql security definer set search_path = public, pg_temp as $$
declare held bigint;
begin
  select c.claimed_by into held from cases c where c.id = which and region_in(c.region, app_scopes('system_admin', 'commissioner')) for update;
  if not found then return; end if;
  return query update cases c set claimed_by = null, lease_until = null, revision = c.revision + 1
    where c.id = which and c.lease_until > now() returning c.id, c.state, c.revision;
  if not found then return query select which, null::text, null::integer; return; end if;
  -- 'released', so that a blind reader of the case sees nothing of it.
  insert into case_event (case_id, type, actor, data) values (which, 'released', app_user_id(), jsonb_build_object('by', 'break'));
  perform audit_append('case_lease_broken', 'case', which::text, jsonb_build_object('holder', held, 'reason', p_reason));
end $$;
revoke execute on function live_leases(bigint, integer), break_lease(bigint, text) from public;
grant execute on function live_leases(bigint, integer), break_lease(bigint, text) to pantau_api;

-- Search in sealed texts, for those who decide. Row-level security would keep the planner from using a word index, so the function
-- checks the regions itself. While a case is under review its reader is blind: a word that is part of the person's own name or
-- handle finds nothing there.
create function evidence_words(content jsonb) returns tsvector language sql immutable parallel safe as $$
  select to_tsvector('pg_catalog.indonesian'::regconfig, left(concat_ws(' ', content->'post'->>'text', content->'post'->>'shared_text'), 40000))
$$;
create index evidence_words on evidence using gin (evidence_words(content));
-- The planner keeps no samples of words outside the table itself: a purge would not find them.
alter index evidence_words alter column 1 set statistics 0;
create function search_cases(q text, at_most integer) returns setof bigint language sql stable security definer set search_path = public, pg_temp as $$
  select distinct c.id from evidence e join cases c on c.id = e.case_id
   where evidence_words(e.content) @@ websearch_to_tsquery('pg_catalog.indonesian'::regconfig, q)
     and region_in(c.region, (select app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor')))
     and (c.state not in ('FLAGGED', 'IN_REVIEW') or not exists (
       select from person p left join account a on a.person_id = p.id where p.id = c.person_id
          and tsvector_to_array(to_tsvector('pg_catalog.indonesian'::regconfig, concat_ws(' ', p.name, a.handle, translate(a.handle, '._-', '   '))))
           && tsvector_to_array(to_tsvector('pg_catalog.indonesian'::regconfig, q))))
   order by c.id desc limit least(at_most, 1000)
$$;
revoke execute on function search_cases(text, integer) from public;
grant execute on function search_cases(text, integer) to pantau_api;

-- Does a case wait for a further reader, or was it read by more than one? For those who do not judge it themselves.
create function readers_of(which bigint) returns integer language sql stable security definer set search_path = public, pg_temp as $$
  select count(*)::integer from case_opinion o join cases c on c.id = o.case_id and c.round = o.round
   where o.case_id = which and o.undone_at is null
     and (c.state not in ('FLAGGED', 'IN_REVIEW') or not region_in(c.region, app_scopes('analyst', 'second_reviewer')))
     and region_in(c.region, app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor'))
$$;
revoke execute on function readers_of(bigint) from public;
grant execute on function readers_of(bigint) to pantau_api;

-- Has the person behind this user judged the case with another account of theirs? (accounts_of_people comes with migration 0010.)
create function person_judged(which bigint) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (select from case_opinion o where o.case_id = which and o.undone_at is null and o.user_id = any (accounts_of_people(array[app_user_id()])));
end $$;
revoke execute on function person_judged(bigint) from public;
grant execute on function person_judged(bigint) to pantau_api;

-- The bell for open consoles. It carries an id, a revision and a region, never a word of a case; what a stream may say is asked
-- again under row-level security. Sent at commit, or not at all.
create function tell_case_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('pantau_case', new.id || ' ' || new.revision || ' ' || new.region);
  return null;
end $$;
create trigger tell_changed after update on cases for each row when (old.revision is distinct from new.revision) execute function tell_case_changed();
create function tell_cases_opened() returns trigger language plpgsql as $$
begin
  perform pg_notify('pantau_opened', (select string_agg(regency, ' ') from (select distinct n.regency from opened n order by 1 limit 1000) x));
  return null;
end $$;
create trigger tell_opened after insert on cases referencing new table as opened for each statement execute function tell_cases_opened();
create function tell_session_ended() returns trigger language plpgsql as $$
begin
  perform pg_notify('pantau_session', old.id::text); -- the id comes with migration 0010
  return null;
end $$;
create trigger tell_ended after delete on session for each row execute function tell_session_ended();

-- What the services may write of the new columns.
grant update (contestant) on cases to pantau_scorer;
