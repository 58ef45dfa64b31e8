-- Intent: routing as data, alerts that wait, acknowledged retractions, reminders, letters to who oversees.
-- Locks: a short exclusive lock on subscription for columns with constant defaults. Cost: milliseconds.

-- Who oversees the merit system, by day; changed in 2024 and will change again.
create table oversight_body (
  name       text not null,
  valid_from date primary key,
  valid_to   date,
  source     text not null,
  check (valid_to is null or valid_to > valid_from)
);
insert into oversight_body (name, valid_from, valid_to, source) values
  ('Komisi Aparatur Sipil Negara', '2014-01-15', '2024-09-04', 'UU 5/2014'),
  ('Badan Kepegawaian Negara', '2024-09-04', null, 'Perpres 91/2024, Perpres 92/2024, SE MenPANRB 4/2024');
grant select on oversight_body to pantau_api;

-- A subscription is also a line of the routing table. Empty and null mean "any".
alter table subscription
  add column authority    text,
  add column agency       text,
  add column labels       text[] not null default '{}',
  add column severity_min text not null default 'low' check (severity_min in ('low', 'medium', 'high')),
  add column quiet_from   smallint check (quiet_from between 0 and 1439), -- minutes of the office's own day
  add column quiet_to     smallint check (quiet_to between 0 and 1439),
  add column working_days boolean not null default false,
  add column per_hour     integer check (per_hour > 0),
  add constraint quiet_both check ((quiet_from is null) = (quiet_to is null));
grant select (authority, agency, labels, severity_min, quiet_from, quiet_to, working_days, per_hour) on subscription to pantau_api;

-- Every line with what routing asks about this case's person, and whether the person or a declared relative handles cases at that
-- office: an officer with the person's name, or one who declared the person as kin. Names are compared as letters, so a namesake
-- counts too: then the alert waits for a person to look, which is the safe side. Only for who forwards.
create function alert_lines(which bigint) returns table (id bigint, authority text, agency text, region text, events text[], labels text[], severity_min text,
    quiet_from smallint, quiet_to smallint, working_days boolean, per_hour integer, unsafe boolean, subject_authority text, subject_agency text)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare c cases; who text; auth text; ag text;
begin
  select * into c from cases x where x.id = which;
  if c.forwarded_at is null or not region_in(c.region, app_scopes('commissioner')) then raise exception 'only who forwards is told where to' using errcode = '42501'; end if;
  select name_key(p.name), pp.appointing_authority, pp.agency into who, auth, ag from person p cross join lateral period_at(p.id, c.posted_at) pp where p.id = c.person_id;
  return query select s.id, s.authority, s.agency, s.region, s.events, s.labels, s.severity_min, s.quiet_from, s.quiet_to, s.working_days, s.per_hour,
      exists (select from user_role r join app_user u on u.id = r.user_id where r.role = 'personnel_office' and u.active and region_in(s.region, array[r.region])
        and (not exists (select from user_agency g where g.user_id = u.id) or exists (select from user_agency g where g.user_id = u.id and lower(g.agency) = lower(coalesce(s.agency, ag))))
        and (name_key(u.display_name) = who or exists (select from user_conflict k where k.user_id = u.id and k.ended_at is null
          and (k.person_id = c.person_id or k.name_key = who)))), auth, ag
    from subscription s where s.active order by s.id;
end $$;
revoke execute on function alert_lines(bigint) from public;
grant execute on function alert_lines(bigint) to pantau_api;

-- When what is already written leaves: for caps. Moments only.
create function planned_sends(which bigint, p_from timestamptz) returns setof timestamptz language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(delivered_at, next_at) from delivery where subscription_id = which and coalesce(delivered_at, next_at) > p_from
    and cardinality(app_scopes('commissioner')) > 0
$$;
revoke execute on function planned_sends(bigint, timestamptz) from public;
grant execute on function planned_sends(bigint, timestamptz) to pantau_api;

-- A forwarded case that no office may or can be told of yet. It stays with the house that forwarded it, in sight.
create table alert_wait (
  case_id  bigint primary key references cases,
  reason   text not null check (reason in ('no_recipient', 'conflict_of_interest')),
  since    timestamptz not null default now(),
  ended_at timestamptz
);
alter table alert_wait enable row level security;
grant select, insert, update (reason, since, ended_at) on alert_wait to pantau_api;
create policy see on alert_wait for select to pantau_api using (exists (select from cases c where c.id = case_id
  and region_in(c.region, (select app_scopes('commissioner', 'handling_officer', 'auditor')))));
create policy add on alert_wait for insert to pantau_api with check (exists (select from cases c where c.id = case_id and region_in(c.region, (select app_scopes('commissioner')))));
create policy change on alert_wait for update to pantau_api using (exists (select from cases c where c.id = case_id and region_in(c.region, (select app_scopes('commissioner')))));

-- An office says that it has taken note that a finding was withdrawn.
create table delivery_ack (
  delivery_id uuid primary key references delivery,
  by          bigint not null references app_user,
  at          timestamptz not null default now()
);
create trigger immutable before update or delete on delivery_ack for each row execute function refuse_change();
alter table delivery_ack enable row level security;
grant select, insert on delivery_ack to pantau_api;
create policy see on delivery_ack for select to pantau_api using (exists (select from delivery d where d.id = delivery_id));
create policy add on delivery_ack for insert to pantau_api with check (by = app_user_id() and exists (select from delivery d join cases c on c.id = d.case_id
  where d.id = delivery_id and d.event = 'case.withdrawn' and office_of(c)));

-- A letter about an office that does not act: prepared by the house, sent by nobody until a commissioner releases it.
create table escalation_letter (
  id          bigint generated always as identity primary key,
  case_id     bigint not null references cases,
  addressee   text not null,
  content     text not null,
  prepared_by bigint not null references app_user,
  prepared_at timestamptz not null default now(),
  number      text,
  released_by bigint references app_user,
  released_at timestamptz,
  check (num_nonnulls(number, released_by, released_at) in (0, 3))
);
create index escalation_letter_case on escalation_letter (case_id, id);
create unique index escalation_letter_open on escalation_letter (case_id) where released_at is null;
alter table escalation_letter alter column content set statistics 0;
alter table escalation_letter enable row level security;
grant select, insert, update (number, released_by, released_at) on escalation_letter to pantau_api;
create policy see on escalation_letter for select to pantau_api using (exists (select from cases c where c.id = case_id
  and region_in(c.region, (select app_scopes('commissioner', 'handling_officer', 'auditor')))));
create policy prepare on escalation_letter for insert to pantau_api with check (prepared_by = app_user_id() and released_at is null and exists (select from cases c
  where c.id = case_id and c.overdue_at is not null and region_in(c.region, (select app_scopes('commissioner', 'handling_officer')))));
create policy release on escalation_letter for update to pantau_api using (released_at is null and exists (select from cases c where c.id = case_id
  and region_in(c.region, (select app_scopes('commissioner'))))) with check (released_by = app_user_id());

-- The clock reminds every office that was told and has not acted: once a case, without a word about the person.
create function remind_offices(p_now timestamptz, p_rows integer) returns setof uuid language sql volatile security definer set search_path = public, pg_temp as $$
  insert into delivery (case_id, subscription_id, event, payload, next_at)
  select c.id, d.subscription_id, 'case.overdue', jsonb_build_object('type', 'case.overdue', 'schema_version', 1, 'case_number', d.payload->'case_number', 'region', c.region,
      'due_at', to_char(c.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'overdue_since', to_char(c.overdue_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'link', d.payload->'link'), p_now
    from cases c join delivery d on d.case_id = c.id and d.event = 'case.forwarded'
   where c.overdue_at is not null and c.state in ('FORWARDED', 'PPK_EXAM') and c.alert_case = c.id and c.due_at is not null
     and not exists (select from delivery r where r.case_id = c.id and r.subscription_id = d.subscription_id and r.event = 'case.overdue')
   order by c.id limit p_rows
  on conflict do nothing returning id
$$;
revoke execute on function remind_offices(timestamptz, integer) from public;
grant execute on function remind_offices(timestamptz, integer) to pantau_alerts;
