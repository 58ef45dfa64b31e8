-- Intent: how often each account is looked at, what became of it day by day, and which posts are looked at again for edits and deletions.
-- Locks: short exclusive locks on source and source_state. Cost: two index builds over source_state; milliseconds below a million units.
alter table source add column schedule jsonb;     -- request budget, floor and ceiling; null: the connector's own interval

alter table source_state
  add column account_id bigint references account,   -- whose posts the unit reads; null where the lines name theirs
  add column weight     real not null default 1,     -- how much an hour of delay costs here, against other units of the source
  add column rate_posts double precision not null default 0, -- posts seen and days watched, older ones counting less:
  add column rate_days  double precision not null default 0, -- the rate is learned from both
  add column rate_at    timestamptz;                 -- up to when the two are counted
alter table source_state set (fillfactor = 85);
update source_state u set account_id = a.id from source s, account a
 where s.id = u.source_id and u.unit <> '' and a.handle_key = u.unit and a.ended_at is null and a.platform = s.connector;

-- Claimed source by source, so that one that must wait for its limit does not stand in the way of the others.
drop index source_state_due;
create index source_state_due on source_state (source_id, next_due_at) where paused_at is null;
create index source_state_account on source_state (account_id) where account_id is not null;

-- What statistics must know about accounts nobody looked at: "no findings" is not "nothing was written". Days are Jakarta's.
-- due = polled + failed + forbidden, and once more for a day on which its turn never came.
create table account_coverage (
  day        date not null,
  account_id bigint not null references account,
  due        integer not null default 0,
  polled     integer not null default 0,        -- the platform answered, also with "nothing new"
  fresh      integer not null default 0,        -- of these, answered before the next look would have been due
  failed     integer not null default 0,        -- it did not answer, or the account was away
  forbidden  integer not null default 0,        -- policy, basis or the platform forbade it
  primary key (day, account_id)
);
create index account_coverage_account on account_coverage (account_id, day);

-- The same without accounts, for statistics: one row per region, platform and day. Accounts that no source was to look at that
-- day are in none; how many are registered says the register.
create view coverage_fact as
  select k.day, p.region, a.platform, count(*)::int as accounts, count(*) filter (where k.polled > 0)::int as accounts_polled,
         count(*) filter (where k.fresh > 0)::int as accounts_fresh, count(*) filter (where k.polled = 0 and k.failed > 0)::int as accounts_failed,
         count(*) filter (where k.polled = 0 and k.failed = 0 and k.forbidden > 0)::int as accounts_forbidden,
         sum(k.due)::bigint as due, sum(k.polled)::bigint as polled, sum(k.fresh)::bigint as fresh, sum(k.failed)::bigint as failed,
         sum(k.forbidden)::bigint as forbidden
    from account_coverage k join account a on a.id = k.account_id
    cross join lateral period_at(a.person_id, (k.day + 1)::timestamp at time zone 'Asia/Jakarta') p
   group by k.day, p.region, a.platform;

-- Posts to be looked at again by id: +35 minutes, 6 hours, 24 hours; later only while they are in a case or in the sample.
create table recheck (
  post_id     bigint primary key references post,
  source_id   integer not null references source,
  step        smallint not null default 0,
  due_at      timestamptz not null
);
create index recheck_due on recheck (source_id, due_at);

-- Which of these posts may be looked at beyond the first days. Ingest sees no case; it learns yes or no.
create function recheck_goes_on(which bigint[]) returns setof bigint language sql stable security definer set search_path = public, pg_temp as $$
  select p.id from unnest(which) as p(id)
   where exists (select from cases c where c.post_id = p.id and c.ended_at is null)
      or exists (select from post_version v join text_sample t on t.version_id = v.id where v.post_id = p.id)
$$;
revoke execute on function recheck_goes_on(bigint[]) from public;
grant execute on function recheck_goes_on(bigint[]) to pantau_ingest;

grant select, insert, update, delete on account_coverage, recheck to pantau_ingest;
grant select on coverage_fact to pantau_api, pantau_stats;
