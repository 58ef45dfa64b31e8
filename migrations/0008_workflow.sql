-- Intent: the life of a case after the first look: rounds and undo of opinions, findings, hearings, attachments, case files
-- (berkas), deadlines with a holiday table, conflicts of interest, the offices' side, and the legal steps as data.
-- Locks: short exclusive locks on cases, case_opinion and case_event. Cost: one pass over cases to fill due_at.

-- Days on which deadlines in working days do not run. Filled from an npm package at migration time (national holidays) and by
-- import (joint leave, corrections). 'working_day' says that a computed holiday is none.
create table holiday (
  day         date primary key,
  kind        text not null check (kind in ('national', 'joint_leave', 'working_day')),
  name        text not null,
  source      text not null,
  imported_at timestamptz not null default now()
);
grant select on holiday to pantau_api, pantau_alerts, pantau_scorer;

-- One file for confirmed cases of one person and contest: one plenary, one form, one alert; each case keeps its evidence and decision.
create table case_file (
  id         bigint generated always as identity primary key,
  person_id  bigint not null references person,
  contest    text not null,
  region     text not null,
  created_by bigint not null references app_user,
  created_at timestamptz not null default now()
);

-- The plenary's decision with Form A and Form B.2 as they were then.
create table finding (
  id          bigint generated always as identity primary key,
  number      text not null unique,
  region      text not null,
  plenary_no  text not null,
  plenary_on  date not null,
  form_a      jsonb not null,
  form_b2     jsonb not null,
  decided_by  bigint not null references app_user,
  decided_at  timestamptz not null default now()
);
create trigger immutable before update or delete on finding for each row execute function refuse_change();

alter table cases
  add column round             smallint not null default 1,   -- of review; reopening starts the next
  add column due_at            timestamptz default now() + interval '24 hours', -- of the step that is next; null: none
  add column file_id           bigint references case_file,
  add column finding_id        bigint references finding,
  add column alert_case        bigint references cases,        -- the case whose deliveries told of this one (itself, or the first of its file)
  add column sanction          text,                           -- class or NONE, once the appointing authority decided
  add column overdue_at        timestamptz,                    -- the clock's flag: no act of the office in time
  add column ended_at          timestamptz,                    -- the retention clock; null while something is open
  add column outcome           text,                           -- how it ended, kept when it is closed
  add column recipient_region  text,                           -- whose office it was forwarded to, when not its own region's
  add column recipient_agency  text,                           -- of the person at that time; set when forwarded
  add column recipient_question text check (recipient_question in ('not_ours', 'moved_to', 'wrong_person'));
update cases set due_at = case
  when state = 'FLAGGED' then first_flagged_at + interval '24 hours'
  when state = 'IN_REVIEW' then first_flagged_at + interval '48 hours'
  when state = 'CONFIRMED' and phase = 'PRE' then known_at + interval '7 days'
  when state = 'CONFIRMED' then now() + interval '7 days' end, -- outside PRE there was no way on before this version
  alert_case = case when forwarded_at is not null then id end,
  ended_at = case when state in ('DISMISSED', 'EXPIRED') then coalesce(decided_at, first_flagged_at + interval '14 days') end,
  outcome = case when state in ('DISMISSED', 'EXPIRED') then state end;
create index cases_file on cases (file_id) where file_id is not null;
create index cases_finding on cases (finding_id) where finding_id is not null;
create index cases_due on cases (due_at, id) where due_at is not null;
create index cases_ended on cases (ended_at) where ended_at is not null;
grant update (round, due_at, file_id, finding_id, alert_case, sanction, overdue_at, recipient_region, recipient_agency, recipient_question) on cases to pantau_api;

-- The steps the law knows, as data: the same pairs as the table in packages/domain/src/casework, held together by a test.
create table case_transition (
  from_state text not null,
  to_state   text not null,
  by_clock   boolean not null default false,
  primary key (from_state, to_state)
);
insert into case_transition (from_state, to_state, by_clock) values
  ('FLAGGED', 'IN_REVIEW', false), ('FLAGGED', 'EXPIRED', true), ('IN_REVIEW', 'DISMISSED', false), ('IN_REVIEW', 'CONFIRMED', false),
  ('DISMISSED', 'IN_REVIEW', false), ('CONFIRMED', 'IN_REVIEW', false), ('CONFIRMED', 'FINDING', false), ('CONFIRMED', 'FORWARDED', false),
  ('CONFIRMED', 'EXPIRED', true), ('FINDING', 'REGISTERED', false), ('REGISTERED', 'CLARIFICATION', false), ('REGISTERED', 'CRIMINAL_TRACK', false),
  ('CLARIFICATION', 'NOT_PROVEN', false), ('CLARIFICATION', 'FORWARDED', false), ('CLARIFICATION', 'CRIMINAL_TRACK', false),
  ('FORWARDED', 'PPK_EXAM', false), ('FORWARDED', 'WITHDRAWN', false), ('PPK_EXAM', 'DECIDED', false), ('PPK_EXAM', 'WITHDRAWN', false),
  ('DECIDED', 'APPEALED', false), ('DECIDED', 'WITHDRAWN', false), ('DECIDED', 'CLOSED', false), ('APPEALED', 'DECIDED', false),
  ('APPEALED', 'WITHDRAWN', false), ('NOT_PROVEN', 'CLOSED', false), ('DISMISSED', 'CLOSED', false), ('EXPIRED', 'CLOSED', false),
  ('CRIMINAL_TRACK', 'CLOSED', false), ('CLOSED', 'WITHDRAWN', false);
grant select on case_transition to pantau_api, pantau_alerts, pantau_scorer;

-- Whatever the code of a service says: no step the law does not know, and by the clock nothing but expiry. Ending dates follow the state.
create function guard_case_state() returns trigger language plpgsql as $$
begin
  if current_user in ('pantau_api', 'pantau_alerts', 'pantau_scorer') and not exists (
      select from case_transition t where t.from_state = old.state and t.to_state = new.state and current_user = case when t.by_clock then 'pantau_alerts' else 'pantau_api' end) then
    raise exception 'a case does not go from % to %', old.state, new.state using errcode = '42501';
  end if;
  if new.state in ('DISMISSED', 'EXPIRED', 'NOT_PROVEN', 'WITHDRAWN', 'CRIMINAL_TRACK') then
    new.outcome := new.state;
  elsif new.state = 'DECIDED' then
    new.outcome := case when new.sanction = 'NONE' then 'NO_SANCTION' else 'SANCTIONED' end;
  elsif new.state <> 'CLOSED' then
    new.outcome := null;
  end if;
  if new.state in ('DISMISSED', 'EXPIRED', 'NOT_PROVEN', 'WITHDRAWN', 'CLOSED') then
    new.ended_at := now();
    new.due_at := null;
    new.overdue_at := null;
  else
    new.ended_at := null;
  end if;
  return new;
end $$;
create trigger case_state before update of state on cases for each row when (old.state is distinct from new.state) execute function guard_case_state();

-- Opinions: undo keeps the row and takes it out of the count. Nobody has two standing opinions on a case, in whatever round.
alter table case_opinion add column id bigint generated always as identity, add column undone_at timestamptz;
alter table case_opinion drop constraint case_opinion_pkey;
alter table case_opinion add primary key (id);
create unique index case_opinion_once on case_opinion (case_id, user_id) where undone_at is null;
create index case_opinion_user on case_opinion (user_id, given_at);
drop trigger immutable on case_opinion;
create function guard_opinion() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.undone_at is null and new.undone_at is not null
     and (new.id, new.case_id, new.round, new.user_id, new.finding, new.acts, new.given_at) = (old.id, old.case_id, old.round, old.user_id, old.finding, old.acts, old.given_at)
     and new.exemption is not distinct from old.exemption and new.reason is not distinct from old.reason then
    return new;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = '42501';
end $$;
create trigger immutable before update or delete on case_opinion for each row execute function guard_opinion();
grant update (undone_at) on case_opinion to pantau_api;
create policy undo on case_opinion for update to pantau_api using (user_id = app_user_id() and given_at > now() - interval '10 minutes'
    and exists (select from cases c where c.id = case_id and region_in(c.region, (select app_scopes('analyst', 'second_reviewer')))))
  with check (user_id = app_user_id());

-- Conflict of interest, declared by the reviewer: a former agency, or kin (by register entry or by name).
create table user_conflict (
  id          bigint generated always as identity primary key,
  user_id     bigint not null references app_user,
  kind        text not null check (kind in ('agency', 'kin')),
  agency      text,
  person_id   bigint references person,
  name_key    text,
  declared_by bigint not null references app_user,
  declared_at timestamptz not null default now(),
  ended_at    timestamptz,
  check ((kind = 'agency') = (agency is not null)),
  check ((kind = 'kin') = (num_nonnulls(person_id, name_key) > 0))
);
create index user_conflict_user on user_conflict (user_id) where ended_at is null;
alter table user_conflict enable row level security;
grant select, insert on user_conflict to pantau_api;
create policy see on user_conflict for select to pantau_api using (user_id = app_user_id() or cardinality((select app_scopes('auditor', 'system_admin'))) > 0);
create policy declare on user_conflict for insert to pantau_api with check (user_id = app_user_id() and declared_by = app_user_id() and ended_at is null);

-- Letters only, lower case: how names of kin are compared.
create function name_key(name text) returns text language sql immutable parallel safe as $$ select lower(regexp_replace(name, '[^[:alpha:]]+', '', 'g')) $$;

-- May the current user not judge this person? Says only yes or no: before the case is forwarded nobody learns more.
create function has_conflict(person bigint, at timestamptz) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from user_conflict u where u.user_id = app_user_id() and u.ended_at is null and (
    u.person_id = person
    or (u.name_key is not null and u.name_key = (select name_key(p.name) from person p where p.id = person))
    or (u.agency is not null and lower(u.agency) in (select lower(x.agency) from period_at(person, at) x))))
$$;
revoke execute on function has_conflict(bigint, timestamptz) from public;
grant execute on function has_conflict(bigint, timestamptz) to pantau_api;

-- Some offices serve one agency among several of their region; without a row the region decides.
create table user_agency (
  user_id bigint not null references app_user,
  agency  text not null,
  primary key (user_id, agency)
);
create function app_agencies() returns text[] language sql stable security definer set search_path = public, pg_temp as
$$ select array_agg(agency) from user_agency where user_id = app_user_id() $$;
revoke execute on function app_agencies() from public;
grant execute on function app_agencies() to pantau_api;

-- The personnel office: from FORWARDED on, staff of its own region (or where they were found to belong) and agency only.
drop policy see on cases;
create policy see on cases for select to pantau_api using (
  region_in(region, (select app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor')))
  or (forwarded_at is not null and region_in(coalesce(recipient_region, region), (select app_scopes('personnel_office')))
      and ((select app_agencies()) is null or recipient_agency is null or recipient_agency = any ((select app_agencies())::text[]))));
create policy act_office on cases for update to pantau_api using (
  forwarded_at is not null and state in ('FORWARDED', 'PPK_EXAM', 'DECIDED', 'APPEALED')
  and region_in(coalesce(recipient_region, region), (select app_scopes('personnel_office')))
  and ((select app_agencies()) is null or recipient_agency is null or recipient_agency = any ((select app_agencies())::text[])));

-- May the current user act as the office of this case? (Row-level security of cases has already been passed where this is used.)
create function office_of(c cases) returns boolean language sql stable as $$
  select c.forwarded_at is not null and region_in(coalesce(c.recipient_region, c.region), app_scopes('personnel_office'))
$$;

-- While a case is under review its reader is blind, also to what an earlier round found.
drop policy see on case_event;
create policy see on case_event for select to pantau_api using (
  exists (select from cases c where c.id = case_id and (
    (c.forwarded_at is not null and case_event.type in ('forwarded', 'received', 'answered', 'readdressed', 'ppk_summoned', 'ppk_heard', 'ppk_attached', 'decided', 'appealed',
      'appeal_decided', 'withdrawn', 'overdue'))
    or region_in(c.region, (select app_scopes('auditor')))
    or (region_in(c.region, (select app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer')))
        and (c.state not in ('FLAGGED', 'IN_REVIEW') or actor is null or actor = app_user_id()
             or case_event.type not in ('claimed', 'released', 'opinion', 'undone', 'confirmed', 'dismissed'))))));
drop policy add on case_event;
create policy add on case_event for insert to pantau_api with check (actor = app_user_id() and exists (select from cases c where c.id = case_id
    and (region_in(c.region, (select app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer'))) or office_of(c))));

drop policy add on case_opinion;
create policy add on case_opinion for insert to pantau_api with check (user_id = app_user_id() and undone_at is null and exists (select from cases c where c.id = case_id
    and c.round = case_opinion.round and region_in(c.region, (select app_scopes('analyst', 'second_reviewer'))) and not has_conflict(c.person_id, c.posted_at)));

-- The standing opinions of the current round, for the quorum: only for who has given the own one.
drop function case_opinions(bigint);
create function case_opinions(which bigint) returns setof case_opinion language sql stable security definer set search_path = public, pg_temp as $$
  select o.* from case_opinion o join cases c on c.id = o.case_id and c.round = o.round where o.case_id = which and o.undone_at is null
    and exists (select from case_opinion mine where mine.case_id = which and mine.round = c.round and mine.undone_at is null and mine.user_id = app_user_id())
    order by o.given_at, o.id
$$;
revoke execute on function case_opinions(bigint) from public;
grant execute on function case_opinions(bigint) to pantau_api;

-- Who did what on a case, without what they said: the guards ("another person") need it while opinions are sealed.
create function case_people(which bigint) returns table (readers bigint[], readers_now bigint[], forwarded_by bigint, touched bigint[], own_opinion_at timestamptz, own_finding text, others_since bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce((select array_agg(o.user_id) from case_opinion o where o.case_id = which and o.undone_at is null), '{}'),
         coalesce((select array_agg(o.user_id) from case_opinion o where o.case_id = which and o.undone_at is null and o.round = c.round), '{}'),
         (select e.actor from case_event e where e.case_id = which and e.type = 'forwarded' order by e.id desc limit 1),
         coalesce((select array_agg(distinct e.actor) from case_event e where e.case_id = which and e.actor is not null), '{}'),
         own.given_at, own.finding,
         (select count(*) from case_event e where e.case_id = which and e.actor <> app_user_id() and e.at >= own.given_at)
    from cases c left join lateral (select o.given_at, o.finding from case_opinion o
      where o.case_id = which and o.user_id = app_user_id() and o.undone_at is null and o.round = c.round) own on true
   where c.id = which
$$;
revoke execute on function case_people(bigint) from public;
grant execute on function case_people(bigint) to pantau_api;

-- The current user's roles over a case: of the house over its region, of an office over the region it was sent to.
create function case_roles(p_region text, p_office text) returns text[] language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct role), '{}') from user_role where user_id = app_user_id()
    and case when role = 'personnel_office' then p_office is not null and region_in(p_office, array[region]) else region_in(p_region, array[region]) end
$$;
revoke execute on function case_roles(text, text) from public;
grant execute on function case_roles(text, text) to pantau_api;

-- What was put on record at a step, in words; events carry only codes and ids.
create table case_record (
  id      bigint generated always as identity primary key,
  case_id bigint not null references cases,
  kind    text not null check (kind in ('reasons', 'reopening', 'registration', 'extension', 'statement', 'study', 'forwarding', 'criminal_track', 'receipt', 'answer',
            'readdressing', 'splitting', 'decision', 'appeal', 'appeal_decision', 'withdrawal', 'closing', 'identity')),
  stage   text not null check (stage in ('BAWASLU', 'PPK')),
  content jsonb not null,
  by      bigint references app_user,           -- null: the person concerned
  at      timestamptz not null default now()
);
create index case_record_case on case_record (case_id, id);
create trigger immutable before update or delete on case_record for each row execute function refuse_change();

-- Clarification at BAWASLU before forwarding, examination at PPK after it.
create table hearing (
  id           bigint generated always as identity primary key,
  case_id      bigint not null references cases,
  stage        text not null check (stage in ('BAWASLU', 'PPK')),
  summons_no   text not null,
  summoned_at  timestamptz not null default now(),
  scheduled_at timestamptz not null,
  place        text not null,
  summoned_by  bigint not null references app_user,
  outcome      text check (outcome in ('held', 'refused', 'absent')),
  held_at      timestamptz,
  minutes      text,
  recorded_by  bigint references app_user,
  recorded_at  timestamptz,
  check ((outcome is null) = (recorded_at is null))
);
create index hearing_case on hearing (case_id, id);

create table case_attachment (
  id         bigint generated always as identity primary key,
  case_id    bigint not null references cases,
  stage      text not null check (stage in ('BAWASLU', 'PPK')),
  kind       text not null check (kind in ('statement', 'evidence', 'minutes', 'decision', 'appeal', 'report', 'other')),
  file_name  text not null check (length(file_name) between 1 and 200 and file_name !~ '[/\\[:cntrl:]]'),
  media_type text not null check (length(media_type) <= 100),
  size       integer not null check (size between 1 and 20971520),
  sha256     bytea not null,
  content    bytea not null,
  added_by   bigint references app_user,        -- null: the person concerned
  added_at   timestamptz not null default now(),
  check (octet_length(content) = size)
);
create index case_attachment_case on case_attachment (case_id, id);
create trigger immutable before update or delete on case_attachment for each row execute function refuse_change();

-- Numbers without gaps: one row per kind, area and year, counted up by the deciding transaction.
create table case_serial (
  kind text not null,
  area text not null,
  year integer not null,
  last integer not null,
  primary key (kind, area, year)
);
create function next_case_serial(p_kind text, p_area text, p_year integer) returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare n integer;
begin
  if cardinality(app_scopes('commissioner', 'handling_officer')) = 0 then raise exception 'no number for this user' using errcode = '42501'; end if;
  insert into case_serial (kind, area, year, last) values (p_kind, p_area, p_year, 1)
    on conflict (kind, area, year) do update set last = case_serial.last + 1 returning last into n;
  return n;
end $$;
revoke execute on function next_case_serial(text, text, integer) from public;
grant execute on function next_case_serial(text, text, integer) to pantau_api;

alter table case_file enable row level security;
alter table finding enable row level security;
alter table case_record enable row level security;
alter table hearing enable row level security;
alter table case_attachment enable row level security;
grant select, insert on case_file, finding, case_record, hearing, case_attachment to pantau_api;
grant update (outcome, held_at, minutes, recorded_by, recorded_at) on hearing to pantau_api;

create policy see on case_file for select to pantau_api using (
  region_in(region, (select app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor'))));
create policy open on case_file for insert to pantau_api with check (created_by = app_user_id() and region_in(region, (select app_scopes('commissioner', 'handling_officer'))));
create policy see on finding for select to pantau_api using (
  region_in(region, (select app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor'))));
create policy decide on finding for insert to pantau_api with check (decided_by = app_user_id() and region_in(region, (select app_scopes('commissioner'))));

-- The office reads and writes the PPK stage, the house both; while a case is under review nobody reads what an earlier round recorded.
create policy see on case_record for select to pantau_api using (exists (select from cases c where c.id = case_id and (
  (stage = 'PPK' and c.forwarded_at is not null)
  or (c.state not in ('FLAGGED', 'IN_REVIEW') and region_in(c.region, (select app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor')))))));
create policy add on case_record for insert to pantau_api with check (by = app_user_id() and exists (select from cases c where c.id = case_id and (
  (stage = 'BAWASLU' and region_in(c.region, (select app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer')))) or (stage = 'PPK' and office_of(c)))));
create policy see on hearing for select to pantau_api using (exists (select from cases c where c.id = case_id and (
  (stage = 'PPK' and c.forwarded_at is not null)
  or region_in(c.region, (select app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor'))))));
create policy summon on hearing for insert to pantau_api with check (summoned_by = app_user_id() and outcome is null and exists (select from cases c where c.id = case_id and (
  (stage = 'BAWASLU' and region_in(c.region, (select app_scopes('handling_officer')))) or (stage = 'PPK' and office_of(c)))));
create policy record on hearing for update to pantau_api using (outcome is null and exists (select from cases c where c.id = case_id and (
  (stage = 'BAWASLU' and region_in(c.region, (select app_scopes('handling_officer')))) or (stage = 'PPK' and office_of(c)))))
  with check (recorded_by = app_user_id());
create policy see on case_attachment for select to pantau_api using (exists (select from cases c where c.id = case_id and (
  (stage = 'PPK' and c.forwarded_at is not null)
  or region_in(c.region, (select app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor'))))));
create policy add on case_attachment for insert to pantau_api with check (added_by = app_user_id() and exists (select from cases c where c.id = case_id and (
  (stage = 'BAWASLU' and region_in(c.region, (select app_scopes('commissioner', 'handling_officer')))) or (stage = 'PPK' and office_of(c)))));

-- A withdrawal goes to whoever got the alert.
drop policy add on delivery;
create policy add on delivery for insert to pantau_api with check (exists (select from cases c where c.id = case_id
  and (c.state = 'FORWARDED' or (c.state = 'WITHDRAWN' and event = 'case.withdrawn')) and region_in(c.region, (select app_scopes('commissioner')))));

-- Whom a forwarded case is about; now also for the office a person was found to belong to, and the officer who handles the case.
create or replace function forwarded_subject(which bigint) returns table (name text, key_tail text, agency text, opd text, employment_status text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.name, p.key_tail, pp.agency, pp.opd, pp.employment_status
    from cases c join person p on p.id = c.person_id
    cross join lateral period_at(p.id, c.posted_at) pp
   where c.id = which and c.forwarded_at is not null
     and (region_in(c.region, app_scopes('commissioner', 'auditor'))
       or (office_of(c) and (app_agencies() is null or c.recipient_agency is null or c.recipient_agency = any (app_agencies()))))
$$;

-- Was it verified whose account this is: by now, or when the evidence was sealed? A yes or no, without the account.
create function case_verified(which bigint) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce((select (e.content->'author'->>'identity_verified')::boolean from evidence e where e.case_id = which order by e.version_id desc limit 1), false)
      or exists (select from cases c join post p on p.id = c.post_id join account a on a.id = p.account_id where c.id = which and a.verified_at is not null)
$$;
revoke execute on function case_verified(bigint) from public;
grant execute on function case_verified(bigint) to pantau_api;

-- The person's own name and handles, so that the text shown to blind readers does not give them away. Never leaves the api.
create function case_mask_words(which bigint) returns text[] language sql stable security definer set search_path = public, pg_temp as $$
  select array_remove(array_agg(distinct w), null) from cases c
    cross join lateral (select p.name as w from person p where p.id = c.person_id union all select a.handle from account a where a.person_id = c.person_id) x
   where c.id = which and region_in(c.region, app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor'))
$$;
revoke execute on function case_mask_words(bigint) from public;
grant execute on function case_mask_words(bigint) to pantau_api;

-- Unmasking: who asks says why, and the log has it before the answer is given. A reader only after the own finding "plausible".
create function case_identity(which bigint, purpose text) returns table (name text, key_tail text, agency text, opd text, employment_status text, platform text, handle text, url text)
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare c cases; allowed boolean;
begin
  if length(coalesce(purpose, '')) < 5 then raise exception 'a purpose is needed' using errcode = '42501'; end if;
  select * into c from cases where id = which;
  allowed := case
    when c.state in ('FLAGGED', 'IN_REVIEW') then region_in(c.region, app_scopes('analyst', 'second_reviewer')) and exists (select from case_opinion o
      where o.case_id = which and o.round = c.round and o.undone_at is null and o.user_id = app_user_id() and o.finding = 'plausible')
    when c.state in ('DISMISSED', 'EXPIRED') then region_in(c.region, app_scopes('commissioner', 'auditor'))
    else region_in(c.region, app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor')) or office_of(c) end;
  if allowed is not true then raise exception 'the identity is not open to this user now' using errcode = '42501'; end if;
  perform audit_append('case_identity', 'case', which::text, jsonb_build_object('purpose', purpose, 'state', c.state));
  return query select p.name, p.key_tail, pp.agency, pp.opd, pp.employment_status, a.platform, a.handle,
      (select e.content->'post'->>'url' from evidence e where e.case_id = which order by e.version_id limit 1)
    from person p cross join lateral period_at(p.id, c.posted_at) pp
    join post po on po.id = c.post_id join account a on a.id = po.account_id
   where p.id = c.person_id;
end $$;
revoke execute on function case_identity(bigint, text) from public;
grant execute on function case_identity(bigint, text) to pantau_api;

-- The clock's flag on a forwarded case; the state stays what people made it.
create function mark_overdue(p_now timestamptz, p_rows integer) returns setof bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare late bigint;
begin
  for late in select id from cases where state in ('FORWARDED', 'PPK_EXAM') and overdue_at is null and due_at < p_now order by id limit p_rows for update skip locked loop
    update cases set overdue_at = p_now, revision = revision + 1 where id = late;
    insert into case_event (case_id, type, actor, at) values (late, 'overdue', null, p_now);
    perform audit_append('case.overdue', 'case', late::text, '{}');
    return next late;
  end loop;
end $$;
revoke execute on function mark_overdue(timestamptz, integer) from public;
grant execute on function mark_overdue(timestamptz, integer) to pantau_alerts;
