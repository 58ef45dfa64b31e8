-- Intent: decisions counted by day without persons (roll-ups), and the figures of each weekly release as they were published.
-- Locks: short exclusive lock on case_event for its index. Cost: one pass over case_event to build the index.

-- One row per local day of an event and what the case is. `cases`: events of that kind; `standing`: of these, cases that stand today
-- (confirmed or further, neither withdrawn nor reopened), each at its latest such event. A withdrawal lowers `standing` of past days.
create table stat_day (
  day         date not null,
  region      text not null,                    -- regency or city, or the province for its own offices
  agency_type text not null,
  platform    text not null,
  label       text not null,
  direction   text not null,
  phase       text not null,
  election    text not null,
  event       text not null,
  cases       integer not null,
  standing    integer not null,
  primary key (day, event, region, agency_type, platform, label, direction, phase, election)
);
create table stat_day_act (
  day    date not null,
  region text not null,
  act    text not null,
  event  text not null,
  cases  integer not null,
  primary key (day, event, region, act)
);
-- Up to which moment events were taken into the roll-ups.
create table stat_mark (
  one boolean primary key default true check (one),
  at  timestamptz not null
);
create index case_event_at on case_event (at);

create function agency_type_of(agency text) returns text language sql immutable parallel safe as $$
  select case when agency is null then 'unknown'
              when agency ~* '^(pemerintah )?(provinsi|prov\.)' then 'province'
              when agency ~* '^(pemerintah )?(kabupaten|kab\.)' then 'regency'
              when agency ~* '^(pemerintah )?kota' then 'city'
              when agency ~* '^(kementerian|kemen)' then 'ministry'
              else 'other' end
$$;

-- Counts these days anew. Twice gives the same; dies halfway: nothing has changed.
create function stat_recount(p_days date[]) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtext('pantau.stat_day'));
  delete from stat_day where day = any(p_days);
  delete from stat_day_act where day = any(p_days);
  if cardinality(p_days) = 0 then return; end if;
  create temporary table stat_facts on commit drop as
    select local_day(e.at, c.region) as day, left(c.region, 5) as region, agency_type_of(pp.agency) as agency_type, p.platform, c.label,
           coalesce(c.direction, 'NONE') as direction, c.phase, coalesce(c.election, '') as election, e.type as event, c.acts,
           (c.state in ('CONFIRMED', 'FINDING', 'REGISTERED', 'CLARIFICATION', 'FORWARDED', 'CRIMINAL_TRACK', 'PPK_EXAM', 'DECIDED', 'APPEALED')
              or (c.state = 'CLOSED' and c.outcome in ('SANCTIONED', 'NO_SANCTION', 'CRIMINAL_TRACK')))
             and not exists (select from case_event l where l.case_id = e.case_id and l.type = e.type and l.id > e.id) as standing
      from case_event e join cases c on c.id = e.case_id join post p on p.id = c.post_id
      left join lateral period_at(c.person_id, c.posted_at) pp on true
     where e.type in ('opened', 'confirmed', 'dismissed', 'expired', 'forwarded', 'withdrawn', 'reopened', 'not_proven', 'decided')
       and e.at >= ((select min(d) from unnest(p_days) d) - 1)::timestamp at time zone 'UTC'
       and e.at < ((select max(d) from unnest(p_days) d) + 2)::timestamp at time zone 'UTC'
       and local_day(e.at, c.region) = any(p_days);
  insert into stat_day (day, region, agency_type, platform, label, direction, phase, election, event, cases, standing)
    select day, region, agency_type, platform, label, direction, phase, election, event, count(*), count(*) filter (where standing)
      from stat_facts group by 1, 2, 3, 4, 5, 6, 7, 8, 9;
  insert into stat_day_act (day, region, act, event, cases)
    select day, region, act, event, count(*) from stat_facts cross join unnest(acts) act group by 1, 2, 3, 4;
  drop table stat_facts;
end $$;

-- Every day on which something happened to a case that changed since the mark, counted anew. The mark stays a quarter of an hour
-- behind: an event carries the time its transaction began, and none lasts that long.
create function stat_roll_up(p_now timestamptz) returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare since timestamptz; days date[];
begin
  perform pg_advisory_xact_lock(hashtext('pantau.stat_day'));
  select at into since from stat_mark;
  select coalesce(array_agg(distinct local_day(e.at, c.region)), '{}') into days
    from case_event e join cases c on c.id = e.case_id
   where since is null or e.case_id in (select n.case_id from case_event n where n.at >= since - interval '15 minutes');
  perform stat_recount(days);
  insert into stat_mark (at) values (p_now) on conflict (one) do update set at = excluded.at;
  return cardinality(days);
end $$;
revoke execute on function stat_recount(date[]), stat_roll_up(timestamptz) from public;
grant execute on function stat_recount(date[]), stat_roll_up(timestamptz) to pantau_alerts;

-- One release a week; what was published is never changed, only followed.
create table stat_release (
  week     date primary key,                    -- its Monday
  made_at  timestamptz not null,
  block_from date,                              -- the four weeks whose tables it also brings; null: none
  policy   jsonb not null,
  coverage jsonb not null
);
create table stat_figure (
  week        date not null references stat_release,
  period      text not null check (period in ('week', 'block')),
  measure     text not null,
  name        text not null,                    -- of the table
  region      text not null,
  part        text not null,                    -- label, direction or phase; empty: all
  value       integer,                          -- null: withheld
  primary key (week, name, measure, region, part)
);
-- What each week's figures were counted from, so that the tables of four weeks agree with their weeks whatever was withdrawn meanwhile.
-- Not readable for the public's role.
create table stat_frozen (
  week      date not null references stat_release,
  measure   text not null,
  region    text not null,
  label     text not null,
  direction text not null,
  phase     text not null,
  cases     integer not null,
  primary key (week, measure, region, label, direction, phase)
);
create trigger immutable before update or delete on stat_frozen for each row execute function refuse_change();
create trigger immutable before update or delete on stat_release for each row execute function refuse_change();
create trigger immutable before update or delete on stat_figure for each row execute function refuse_change();

-- How much was looked at: accounts registered under a legal basis today, and those really polled and fresh, by day and platform.
create function stat_coverage(p_from date, p_to date) returns jsonb language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return (select coalesce(jsonb_agg(to_jsonb(x) order by x.day, x.platform), '[]') from (
    select d::date::text as day, b.platform, b.registered, coalesce(sum(f.accounts_polled), 0)::int as polled, coalesce(sum(f.accounts_fresh), 0)::int as fresh,
           coalesce(sum(f.accounts_failed), 0)::int as failed, coalesce(sum(f.accounts_forbidden), 0)::int as forbidden
      from generate_series(p_from, p_to, interval '1 day') d
      cross join (select platform, count(*)::int as registered from account where account_has_basis(basis_until, ended_at, now()) group by platform) b
      left join coverage_fact f on f.day = d::date and f.platform = b.platform
     group by 1, 2, 3) x);
end $$;
revoke execute on function stat_coverage(date, date) from public;
grant execute on function stat_coverage(date, date) to pantau_alerts;
grant select on stat_day, stat_day_act to pantau_stats, pantau_alerts;
grant select, insert on stat_release, stat_figure, stat_frozen to pantau_alerts;
grant select on stat_release, stat_figure to pantau_stats;
