-- Intent: what must be told to whom, as rows written by the deciding transaction (outbox).
-- Locks: none. Cost: milliseconds.
create table subscription (
  id            bigint generated always as identity primary key,
  office        text not null,
  region        text not null,
  channel       text not null check (channel in ('webhook')),
  url           text not null,
  host          text generated always as (substring(url from '^https?://([^/?#]+)')) stored, -- sending is paced per host
  secret_sealed bytea not null,
  events        text[] not null,
  active        boolean not null default true,
  created_at    timestamptz not null default now()
);
create index subscription_region on subscription (region) where active;
create index subscription_host on subscription (host) where active;

create table delivery (
  id              uuid primary key default gen_random_uuid(), -- also the idempotency key for the receiver
  case_id         bigint not null references cases,
  subscription_id bigint not null references subscription,
  event           text not null,
  payload         jsonb not null,
  state           text not null default 'pending' check (state in ('pending', 'delivered', 'dead')),
  attempts        smallint not null default 0,
  next_at         timestamptz not null default now(),
  lease_until     timestamptz,
  lease_token     uuid,
  created_at      timestamptz not null default now(),
  delivered_at    timestamptz,
  last_status     integer,
  last_error      text,
  unique (case_id, subscription_id, event)
);
create index delivery_due on delivery (subscription_id, next_at) where state = 'pending';
create index delivery_case on delivery (case_id);

create table delivery_attempt (
  delivery_id uuid not null references delivery,
  n           smallint not null,
  at          timestamptz not null default now(),
  status      integer,
  took_ms     integer not null,
  error       text,
  primary key (delivery_id, n)
);

alter table delivery enable row level security;
alter table subscription enable row level security;
grant select (id, office, region, channel, events, active, created_at) on subscription to pantau_api;
create policy see on subscription for select to pantau_api using (
  region_in(region, (select app_scopes('commissioner', 'auditor', 'system_admin', 'personnel_office'))) or exists (
    -- a commissioner of a regency forwards to the office of its province too
    select from unnest((select app_scopes('commissioner'))) s where region_in(s, array[region])));
grant select, insert on delivery to pantau_api;
create policy see on delivery for select to pantau_api using (exists (select from cases c where c.id = case_id));
create policy add on delivery for insert to pantau_api with check (exists (select from cases c where c.id = case_id and c.state = 'FORWARDED'
  and region_in(c.region, (select app_scopes('commissioner')))));

grant select on subscription to pantau_alerts;
grant select, update on delivery to pantau_alerts;
grant select, insert on delivery_attempt to pantau_alerts;
grant select on cases, case_event to pantau_alerts;
grant insert on case_event to pantau_alerts;
grant update (state, claimed_by, lease_until, revision) on cases to pantau_alerts;
create policy all_alerts on subscription for select to pantau_alerts using (true);
create policy all_alerts on delivery for all to pantau_alerts using (true) with check (true);
create policy see_alerts on cases for select to pantau_alerts using (true);
create policy expire_alerts on cases for update to pantau_alerts using (state in ('FLAGGED', 'CONFIRMED')) with check (state = 'EXPIRED');
create policy see_alerts on case_event for select to pantau_alerts using (true);
create policy add_alerts on case_event for insert to pantau_alerts with check (actor is null and type in ('expired', 'delivered', 'delivery_dead'));

-- Whom a forwarded case is about: readable for the alert and the personnel office from FORWARDED on, not before.
create function forwarded_subject(which bigint) returns table (name text, key_tail text, agency text, opd text, employment_status text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.name, p.key_tail, pp.agency, pp.opd, pp.employment_status
    from cases c join person p on p.id = c.person_id
    cross join lateral period_at(p.id, c.posted_at) pp -- as the scorer
   where c.id = which and c.forwarded_at is not null
     and region_in(c.region, app_scopes('commissioner', 'personnel_office', 'auditor'))
$$;
revoke execute on function forwarded_subject(bigint) from public;
grant execute on function forwarded_subject(bigint) to pantau_api;

-- Statistics read facts without persons. The view is owned by the migrator and so sees every region; it has no id of a person or post.
create view case_fact with (security_barrier) as
  select c.region, c.election, c.contest, c.label, c.direction, c.phase, c.state, c.band, c.acts,
         local_day(c.first_flagged_at, c.region) as flagged_on,
         local_day(c.decided_at, c.region) as decided_on,
         c.decided_at is not null as decided, c.forwarded_at is not null as forwarded
    from cases c;
grant select on case_fact to pantau_stats;
