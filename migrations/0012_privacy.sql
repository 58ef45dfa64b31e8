-- Intent: what is promised to the people watched: keys that can be changed, words that go when their time is over, holds by two
-- people, proof of what was purged, requests of data subjects, and a way to be heard without an account.
-- Removing is done by functions that run as the owner and that only pantau_privacy may call; no service can delete by itself.
-- Locks: three columns of small or empty tables lose NOT NULL; a moment each. Cost: one pass over verdict and cases for two
-- partial indexes, seconds per ten million rows; writes to them wait meanwhile.
do $$
declare r text;
begin
  foreach r in array array['pantau_privacy', 'pantau_statement'] loop
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
grant usage on schema public to pantau_privacy, pantau_statement;

-- Keys -----------------------------------------------------------------------------------------------------------------

-- Data keys, wrapped by a key that is never in the database. Empty until the first rotation: then everything is derived from the
-- installation key alone.
create table data_key (
  id         integer generated always as identity primary key, -- what sealed values name
  purpose    text not null check (purpose in ('root', 'seal', 'hash')),
  generation integer check ((purpose = 'hash') = (generation is not null)),
  wrapped    bytea,                             -- null: erased, nothing is sealed with it any more
  source_id  text not null,                     -- the key that wrapped it
  created_at timestamptz not null default now(),
  retired_at timestamptz
);
create unique index data_key_root on data_key (purpose) where purpose = 'root';
create unique index data_key_layer on data_key (generation) where purpose = 'hash';
grant select on data_key to pantau_api, pantau_auth, pantau_alerts, pantau_privacy;

-- How many hash layers key_hash has gone through.
alter table person add column key_gen smallint not null default 1;

-- Retention ------------------------------------------------------------------------------------------------------------

-- What an installation keeps shorter or longer than the built-in terms; longer only with a recorded legal basis.
create table retention_override (
  class       text primary key,
  n           integer not null check (n > 0),
  unit        text not null check (unit in ('hour', 'day', 'year')),
  legal_basis text not null check (legal_basis ~ '\w'),
  set_by      text not null,
  set_at      timestamptz not null default now()
);
grant select on retention_override to pantau_privacy;

-- Posts drawn for the blind sample keep their text a little longer, under a basis of their own.
create table text_sample (
  version_id  bigint primary key,
  drawn_at    timestamptz not null default now(),
  legal_basis text not null check (legal_basis ~ '\w')
);

-- A case under a hold is not reduced, whatever its term. Two people place it, two people lift it.
create table legal_hold (
  id              bigint generated always as identity primary key,
  case_id         bigint not null references cases,
  reason          text not null check (reason ~ '\w'),
  legal_basis     text not null check (legal_basis ~ '\w'),
  placed_by       bigint not null references app_user,
  placed_at       timestamptz not null default now(),
  confirmed_by    bigint references app_user check (confirmed_by <> placed_by),
  confirmed_at    timestamptz check ((confirmed_at is null) = (confirmed_by is null)),
  lift_asked_by   bigint references app_user,
  lift_asked_at   timestamptz check ((lift_asked_at is null) = (lift_asked_by is null)),
  lift_reason     text,
  lifted_by       bigint references app_user check (lifted_by <> lift_asked_by),
  lifted_at       timestamptz check ((lifted_at is null) = (lifted_by is null)),
  check (lifted_by is null or lift_asked_by is not null)
);
create unique index legal_hold_one on legal_hold (case_id) where lifted_at is null;
alter table legal_hold enable row level security;
grant select on legal_hold to pantau_api;
grant insert (case_id, reason, legal_basis, placed_by) on legal_hold to pantau_api;
grant update (confirmed_by, confirmed_at, lift_asked_by, lift_asked_at, lift_reason, lifted_by, lifted_at) on legal_hold to pantau_api;
create policy see on legal_hold for select to pantau_api using (exists (select from cases c where c.id = case_id
  and region_in(c.region, (select app_scopes('commissioner', 'handling_officer', 'auditor')))));
create policy place on legal_hold for insert to pantau_api with check (placed_by = app_user_id() and exists (select from cases c where c.id = case_id
  and region_in(c.region, (select app_scopes('commissioner', 'handling_officer')))));
create policy change on legal_hold for update to pantau_api using (lifted_at is null and exists (select from cases c where c.id = case_id
  and region_in(c.region, (select app_scopes('commissioner'))))) with check (true);

-- Two people, not two accounts of one.
create function hold_by_two() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if same_person(new.placed_by, new.confirmed_by) or same_person(new.lift_asked_by, new.lifted_by) then
    raise exception 'a hold is placed and lifted by two people' using errcode = 'check_violation', constraint = 'legal_hold_two_people';
  end if;
  return new;
end $$;
create trigger two_people before insert or update on legal_hold for each row execute function hold_by_two();

-- An unconfirmed hold protects for three days: long enough to find the second person, too short to be a hold by one.
create function case_is_held(which bigint) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from legal_hold h where h.case_id = which and h.lifted_at is null
    and (h.confirmed_at is not null or h.placed_at > now() - interval '72 hours'))
$$;
revoke execute on function case_is_held(bigint) from public;

-- What was purged, without what was purged: counts, hashes, the rule. Never changed, kept for good.
create table purge_certificate (
  id        bigint generated always as identity primary key,
  at        timestamptz not null default now(),
  class     text not null,
  items     integer not null,
  doc       jsonb not null,
  sha256    bytea not null,                     -- over the canonical text of doc
  signature bytea,                              -- of sha256, with the installation's key; null where the process had none
  key_id    text
);
create trigger immutable before update or delete on purge_certificate for each row execute function refuse_change();
create trigger immutable_all before truncate on purge_certificate for each statement execute function refuse_change();
alter table purge_certificate enable row level security;
grant select on purge_certificate to pantau_api;
create policy see on purge_certificate for select to pantau_api using (cardinality((select app_scopes('auditor', 'commissioner'))) > 0);

-- A reduced case is a label with a region and a month; whom and what it was about is gone.
alter table cases add column purged_at timestamptz, add column purge_certificate bigint references purge_certificate;
alter table cases alter person_id drop not null;
alter table post alter account_id drop not null;
alter table cases add constraint person_until_purged check (person_id is not null or purged_at is not null);
create index cases_to_reduce on cases (id) where purged_at is null and state in ('DISMISSED', 'EXPIRED', 'NOT_PROVEN', 'WITHDRAWN', 'DECIDED', 'CLOSED');
create index post_forgotten on post (platform, post_key) where account_id is null;
-- Verdicts that say more than "nothing found" about a post that is no flag.
create index verdict_talkative on verdict (scored_at) where verdict = 'clear' and (detail is not null or direction is not null or label <> 'NONE');

-- Immutable rows give way to the purge functions below and to nothing else: those set the mark for their own duration and run as
-- the owner of the tables, which no service is. Registers, certificates and the audit log never give way.
create function is_purging(rel oid) returns boolean language sql stable as $$
  select current_setting('pantau.purging', true) = 'on' and current_user = (select pg_get_userbyid(c.relowner) from pg_class c where c.oid = rel)
$$;
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if tg_level = 'ROW' and tg_table_name not like 'register\_%' and tg_table_name <> 'purge_certificate' and is_purging(tg_relid) then
    if tg_op = 'DELETE' then return old; end if;
    return new;
  end if;
  raise exception '% on % is refused: rows are immutable', tg_op, tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create or replace function guard_opinion() returns trigger language plpgsql as $$
begin
  if is_purging(tg_relid) then
    if tg_op = 'DELETE' then return old; end if;
    return new;
  end if;
  if tg_op = 'UPDATE' and old.undone_at is null and new.undone_at is not null
     and (new.id, new.case_id, new.round, new.user_id, new.finding, new.acts, new.given_at) = (old.id, old.case_id, old.round, old.user_id, old.finding, old.acts, old.given_at)
     and new.exemption is not distinct from old.exemption and new.reason is not distinct from old.reason then
    return new;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = '42501';
end $$;

-- Recognises a forgotten post that comes again without saying which one it was.
create table forget_salt (only_one boolean primary key default true check (only_one), salt bytea not null);
insert into forget_salt (salt) values (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));
grant select on forget_salt to pantau_ingest;
create function forgotten_key(p_platform text, p_post_key text) returns text language sql stable as $$
  select 'forgotten:' || encode(sha256(s.salt || convert_to(p_platform || E'\n' || p_post_key, 'UTF8')), 'hex') from forget_salt s
$$;

-- Requests of data subjects -------------------------------------------------------------------------------------------

create table subject_request (
  id             bigint generated always as identity primary key,
  kind           text not null check (kind in ('access', 'correction', 'objection')),
  matter         text not null check (matter in ('own_data', 'wrong_account', 'wrong_data', 'processing')),
  region         text not null,
  state          text not null default 'RECEIVED' check (state in ('RECEIVED', 'IDENTITY_CHECKED', 'ANSWERED', 'REFUSED')),
  received_at    timestamptz not null,
  due_at         timestamptz not null,
  contact_sealed bytea not null,                -- how to answer; opened only for who handles the request
  wish           text not null check (length(wish) between 1 and 4000),
  received_by    bigint not null references app_user,
  person_id      bigint references person,      -- known once the identity is checked
  account_id     bigint references account,     -- the account that is said not to be theirs
  proof          text check (proof in ('in_person', 'office_letter', 'official_id', 'statement_link')),
  checked_by     bigint references app_user,
  checked_at     timestamptz,
  outcome        text check (outcome in ('granted', 'partly_granted', 'denied')),
  refusal        text check (refusal in ('identity_not_proven', 'not_held_here', 'legal_exception', 'repeated')),
  answer         text check (length(answer) <= 8000),
  answered_by    bigint references app_user,
  answered_at    timestamptz,
  revision       integer not null default 1,
  check ((state in ('ANSWERED', 'REFUSED')) = (answered_at is not null)),
  check ((state = 'ANSWERED') = (outcome is not null)),
  check ((state = 'REFUSED') = (refusal is not null)),
  check (state <> 'IDENTITY_CHECKED' or (person_id is not null and checked_by is not null)),
  check (matter <> 'wrong_account' or kind = 'correction')
);
create index subject_request_open on subject_request (due_at, id) where state in ('RECEIVED', 'IDENTITY_CHECKED');
create index subject_request_person on subject_request (person_id) where person_id is not null;
alter table subject_request enable row level security;
grant select, insert on subject_request to pantau_api;
grant update (state, person_id, account_id, proof, checked_by, checked_at, outcome, refusal, answer, answered_by, answered_at, revision) on subject_request to pantau_api;
create policy see on subject_request for select to pantau_api using (region_in(region, (select app_scopes('handling_officer', 'commissioner', 'auditor'))));
create policy receive on subject_request for insert to pantau_api with check (received_by = app_user_id() and state = 'RECEIVED'
  and region_in(region, (select app_scopes('handling_officer'))));
create policy handle on subject_request for update to pantau_api using (state in ('RECEIVED', 'IDENTITY_CHECKED') and region_in(region, (select app_scopes('handling_officer'))))
  with check (region_in(region, (select app_scopes('handling_officer'))));

-- Cases that a granted request puts into question, until somebody has looked: `review` is still being read, `reopen` was decided
-- here, `withdraw` has left the house.
create table case_mark (
  id         bigint generated always as identity primary key,
  case_id    bigint not null references cases,
  request_id bigint not null references subject_request,
  mark       text not null check (mark in ('review', 'reopen', 'withdraw')),
  at         timestamptz not null default now(),
  unique (case_id, request_id)
);
alter table case_mark enable row level security;
grant select on case_mark to pantau_api;
create policy see on case_mark for select to pantau_api using (exists (select from cases c where c.id = case_id
  and region_in(c.region, (select app_scopes('handling_officer', 'commissioner', 'auditor')))));

-- May the current user handle matters of this person? By where the person serves now.
create function desk_of(person bigint) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from period_at(person, now()) p where region_in(p.region, app_scopes('handling_officer')))
$$;
revoke execute on function desk_of(bigint) from public;

-- Whom a number belongs to, within the desk's region; the number itself never comes here, only its keyed hashes.
create function desk_person(p_hashes bytea[], p_generations integer[]) returns bigint language sql stable security definer set search_path = public, pg_temp as $$
  select p.id from person p join unnest(p_hashes, p_generations) as h(hash, generation) on h.hash = p.key_hash and h.generation = p.key_gen where desk_of(p.id) limit 1
$$;
create function desk_accounts(p_person bigint) returns table (id bigint, platform text, handle text, ended_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.id, a.platform, a.handle, a.ended_at from account a where a.person_id = p_person and desk_of(p_person) order by a.platform, a.handle, a.id limit 200
$$;
revoke execute on function desk_person(bytea[], integer[]), desk_accounts(bigint) from public;
grant execute on function desk_person(bytea[], integer[]), desk_accounts(bigint) to pantau_api;

-- The account is not theirs: the link ends, nothing more is fetched for it, and its cases are marked for the people who decide.
create function end_account_link(p_request bigint) returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare r subject_request; n integer;
begin
  select * into r from subject_request where id = p_request;
  if not (r.matter = 'wrong_account' and r.state = 'ANSWERED' and r.outcome in ('granted', 'partly_granted') and r.answered_by = app_user_id() and desk_of(r.person_id)) then
    raise exception 'this request ends no account' using errcode = '42501';
  end if;
  update account set ended_at = now() where id = r.account_id and person_id = r.person_id and ended_at is null;
  with marked as (
    insert into case_mark (case_id, request_id, mark)
    select c.id, r.id, case when c.forwarded_at is not null then 'withdraw' when c.state in ('FLAGGED', 'IN_REVIEW') then 'review' else 'reopen' end
      from cases c join post p on p.id = c.post_id
     where p.account_id = r.account_id and c.person_id = r.person_id and c.purged_at is null and c.state not in ('DISMISSED', 'EXPIRED', 'WITHDRAWN')
       and not (c.state = 'CLOSED' and c.outcome in ('DISMISSED', 'EXPIRED', 'NOT_PROVEN', 'NO_SANCTION'))
    on conflict do nothing returning case_id, mark),
  told as (insert into case_event (case_id, type, actor, data) select case_id, 'marked', app_user_id(), jsonb_build_object('mark', mark, 'request', r.id) from marked),
  raised as (update cases c set revision = c.revision + 1 from marked m where c.id = m.case_id)
  select count(*) into n from marked;
  perform audit_append('account_link_ended', 'account', r.account_id::text, jsonb_build_object('request', r.id, 'cases', n));
  return n;
end $$;
revoke execute on function end_account_link(bigint) from public;
grant execute on function end_account_link(bigint) to pantau_api;

-- Everything stored about one person, without the names of those who read or decided. Reading it is in the log before it is read.
create function person_file(p_person bigint, p_posts integer) returns jsonb language sql stable set search_path = public, pg_temp as $$
  with mine as (select a.* from account a where a.person_id = p_person),
  posts as (select p.* from post p join mine a on a.id = p.account_id),
  own_cases as (select c.* from cases c where c.person_id = p_person)
  select jsonb_build_object(
    'person', (select jsonb_build_object('id', p.id, 'name', p.name, 'number_ends_with', p.key_tail, 'number_kept', p.nip_sealed is not null, 'since', p.created_at)
       from person p where p.id = p_person),
    'periods', (select coalesce(jsonb_agg(to_jsonb(x) - 'person_id' - 'kin' || jsonb_build_object('relatives_on_record', jsonb_array_length(x.kin)) order by x.valid_from), '[]')
       from person_period x where x.person_id = p_person),
    'accounts', (select coalesce(jsonb_agg(to_jsonb(a) - 'person_id' - 'handle_key' order by a.id), '[]') from mine a),
    'posts_total', (select count(*) from posts),
    'posts', (select coalesce(jsonb_agg(x.doc order by x.id), '[]') from (
       select p.id, jsonb_build_object('platform', p.platform, 'key', p.post_key, 'first_seen_at', p.first_seen_at, 'gone_at', p.gone_at, 'versions', (
           select coalesce(jsonb_agg(jsonb_build_object('version_key', v.version_key, 'posted_at', v.posted_at, 'seen_at', v.seen_at, 'kind', v.kind,
               'text_sha256', encode(v.text_sha256, 'hex'), 'content', (select c.content from post_content c where c.seen_on = v.seen_on and c.version_id = v.id),
               'verdicts', (select coalesce(jsonb_agg(jsonb_build_object('verdict', w.verdict, 'label', w.label, 'direction', w.direction, 'phase', w.phase, 'score', w.score,
                   'detail', w.detail, 'scored_at', w.scored_at)), '[]') from verdict w where w.version_id = v.id)) order by v.id), '[]')
             from post_version v where v.post_id = p.id)) as doc
         from posts p order by p.id desc limit p_posts) x),
    'cases', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'state', c.state, 'outcome', c.outcome, 'label', c.label, 'direction', c.direction, 'phase', c.phase,
           'contest', c.contest, 'acts', c.acts, 'exemption', c.exemption, 'sanction', c.sanction, 'first_flagged_at', c.first_flagged_at, 'known_at', c.known_at,
           'decided_at', c.decided_at, 'forwarded_at', c.forwarded_at, 'ended_at', c.ended_at, 'held', case_is_held(c.id),
           'evidence', (select coalesce(jsonb_agg(jsonb_build_object('sealed_at', e.sealed_at, 'sha256', encode(e.sha256, 'hex'), 'content', e.content) order by e.version_id), '[]')
             from evidence e where e.case_id = c.id),
           'findings', case when c.state in ('FLAGGED', 'IN_REVIEW') then '[]'::jsonb else (select coalesce(jsonb_agg(jsonb_build_object('finding', o.finding, 'acts', o.acts,
             'exemption', o.exemption, 'reason', o.reason, 'at', o.given_at) order by o.given_at), '[]') from case_opinion o where o.case_id = c.id) end,
           'events', (select coalesce(jsonb_agg(jsonb_build_object('type', v.type, 'at', v.at) order by v.id), '[]') from case_event v where v.case_id = c.id),
           'records', (select coalesce(jsonb_agg(jsonb_build_object('kind', r.kind, 'stage', r.stage, 'content', r.content, 'at', r.at) order by r.id), '[]')
             from case_record r where r.case_id = c.id and c.state not in ('FLAGGED', 'IN_REVIEW')),
           'attachments', (select coalesce(jsonb_agg(jsonb_build_object('kind', t.kind, 'file_name', t.file_name, 'size', t.size, 'sha256', encode(t.sha256, 'hex'), 'at', t.added_at)
             order by t.id), '[]') from case_attachment t where t.case_id = c.id),
           'told', (select coalesce(jsonb_agg(jsonb_build_object('office', s.office, 'event', d.event, 'state', d.state, 'at', d.created_at) order by d.created_at), '[]')
             from delivery d join subscription s on s.id = d.subscription_id where d.case_id = c.id)) order by c.id), '[]') from own_cases c),
    'requests', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'kind', r.kind, 'matter', r.matter, 'state', r.state, 'received_at', r.received_at,
           'answered_at', r.answered_at, 'outcome', r.outcome, 'refusal', r.refusal, 'answer', r.answer) order by r.id), '[]') from subject_request r where r.person_id = p_person),
    'readings', (select coalesce(jsonb_agg(jsonb_build_object('action', l.action, 'object', l.object, 'at', l.at, 'purpose', l.data->'purpose') order by l.id), '[]') from (
       select * from audit_log g where (g.object = 'person' and g.object_id = p_person::text)
           or (g.object = 'case' and g.object_id in (select id::text from own_cases)) order by g.id desc limit 1000) l))
$$;
revoke execute on function person_file(bigint, integer) from public;
create function subject_file(p_person bigint, p_purpose text, p_posts integer) returns jsonb language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if length(coalesce(p_purpose, '')) < 5 then raise exception 'a purpose is needed' using errcode = '42501'; end if;
  if not desk_of(p_person) then return null; end if;
  perform audit_append('subject_file_read', 'person', p_person::text, jsonb_build_object('purpose', p_purpose));
  return person_file(p_person, p_posts);
end $$;
revoke execute on function subject_file(bigint, text, integer) from public;
grant execute on function subject_file(bigint, text, integer) to pantau_api;

-- The person concerned --------------------------------------------------------------------------------------------------

-- A way in without an account, printed with the summons: a token in the link, a code on another sheet, and the last digits of the
-- own number. Five wrong tries end it; so does an answer.
create table statement_link (
  id          bigint generated always as identity primary key,
  case_id     bigint not null references cases,
  token_hash  bytea not null unique,
  code_hash   text not null,                    -- argon2id
  created_by  bigint not null references app_user,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null,
  failures    smallint not null default 0,
  locked_at   timestamptz,
  opened_at   timestamptz,
  pass_hash   bytea,                            -- of what the browser holds after the link was confirmed
  pass_until  timestamptz,
  closed_at   timestamptz,
  closed_as   text check (closed_as in ('answered', 'refused', 'revoked')),
  check ((closed_at is null) = (closed_as is null))
);
create unique index statement_link_one on statement_link (case_id) where closed_at is null;
create unique index statement_link_pass on statement_link (pass_hash) where pass_hash is not null;
alter table statement_link enable row level security;
grant select (id, case_id, created_by, created_at, expires_at, failures, locked_at, opened_at, closed_at, closed_as) on statement_link to pantau_api;
grant insert (case_id, token_hash, code_hash, created_by, expires_at) on statement_link to pantau_api;
grant update (closed_at, closed_as) on statement_link to pantau_api;
create policy see on statement_link for select to pantau_api using (exists (select from cases c where c.id = case_id
  and region_in(c.region, (select app_scopes('handling_officer', 'commissioner', 'auditor')))));
create policy make on statement_link for insert to pantau_api with check (created_by = app_user_id() and exists (select from cases c where c.id = case_id
  and c.state = 'CLARIFICATION' and region_in(c.region, (select app_scopes('handling_officer')))));
create policy revoke on statement_link for update to pantau_api using (exists (select from cases c where c.id = case_id
  and region_in(c.region, (select app_scopes('handling_officer'))))) with check (closed_as = 'revoked');

-- pantau_statement reads and writes no table: it has these functions and nothing else.
-- A try is counted before it is judged, so that many at once cannot outrun the lock.
create function statement_try(p_token_hash bytea, p_failures_max integer) returns table (id bigint, code_hash text, key_tail text)
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  return query
    update statement_link l set failures = l.failures + 1, locked_at = case when l.failures + 1 >= p_failures_max then now() end
      from cases c join person p on p.id = c.person_id
     where c.id = l.case_id and c.state = 'CLARIFICATION' and l.token_hash = p_token_hash and l.closed_at is null and l.locked_at is null and l.expires_at > now()
    returning l.id, l.code_hash, p.key_tail;
  perform audit_note(null, 'statement_link_tried', 'statement_link', coalesce((select l.id::text from statement_link l where l.token_hash = p_token_hash), '-'), '{}');
end $$;
create function statement_open(p_link bigint, p_pass_hash bytea, p_minutes integer) returns timestamptz language plpgsql security definer set search_path = public, pg_temp as $$
declare until timestamptz;
begin
  update statement_link set failures = 0, locked_at = null, opened_at = coalesce(opened_at, now()), pass_hash = p_pass_hash, pass_until = now() + p_minutes * interval '1 minute'
   where id = p_link and closed_at is null and expires_at > now() returning pass_until into until;
  perform audit_append('statement_link_opened', 'case', (select case_id::text from statement_link where id = p_link), jsonb_build_object('link', p_link));
  return until;
end $$;
-- The link behind a pass that is still good; the case must still be heard.
create function statement_of(p_pass_hash bytea) returns statement_link language sql stable security definer set search_path = public, pg_temp as $$
  select l.* from statement_link l join cases c on c.id = l.case_id
   where l.pass_hash = p_pass_hash and l.pass_until > now() and l.closed_at is null and l.expires_at > now() and c.state = 'CLARIFICATION'
$$;
create function statement_view(p_pass_hash bytea) returns jsonb language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_build_object('case_id', c.id, 'region', c.region, 'region_name', (select r.name from region r where r.code = left(c.region, 5)), 'label', c.label, 'phase', c.phase,
      'acts', to_jsonb(c.acts), 'due_at', c.due_at, 'pass_until', l.pass_until,
      'handles', (select coalesce(jsonb_agg(a.handle), '[]') from account a where a.person_id = c.person_id),
      'hearing', (select jsonb_build_object('summons_no', h.summons_no, 'scheduled_at', h.scheduled_at, 'place', h.place) from hearing h
         where h.case_id = c.id and h.stage = 'BAWASLU' order by h.id desc limit 1),
      'evidence', (select coalesce(jsonb_agg(jsonb_build_object('platform', e.content->'platform', 'text', e.content->'post'->'text', 'shared_text', e.content->'post'->'shared_text',
         'posted_at', e.content->'posted_at', 'captured_at', e.content->'captured_at', 'sha256', encode(e.sha256, 'hex')) order by e.version_id), '[]') from evidence e where e.case_id = c.id),
      'attachments', (select coalesce(jsonb_agg(jsonb_build_object('file_name', t.file_name, 'size', t.size, 'sha256', encode(t.sha256, 'hex')) order by t.id), '[]')
         from case_attachment t where t.case_id = c.id and t.kind = 'statement' and t.added_by is null and t.added_at >= l.created_at))
    from statement_of(p_pass_hash) l join cases c on c.id = l.case_id
$$;
create function statement_attach(p_pass_hash bytea, p_name text, p_type text, p_content bytea, p_most integer) returns text language plpgsql security definer set search_path = public, pg_temp as $$
declare l statement_link;
begin
  l := statement_of(p_pass_hash);
  if l.id is null then return 'no_link'; end if;
  perform 1 from statement_link where id = l.id for update;
  if (select count(*) from case_attachment t where t.case_id = l.case_id and t.kind = 'statement' and t.added_by is null and t.added_at >= l.created_at) >= p_most then return 'too_many'; end if;
  insert into case_attachment (case_id, stage, kind, file_name, media_type, size, sha256, content)
  values (l.case_id, 'BAWASLU', 'statement', p_name, p_type, octet_length(p_content), sha256(p_content), p_content);
  perform audit_append('statement_attached', 'case', l.case_id::text, jsonb_build_object('sha256', encode(sha256(p_content), 'hex'), 'size', octet_length(p_content)));
  return 'ok';
end $$;
create function statement_close(p_pass_hash bytea, p_refused boolean, p_text text) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare l statement_link; what text := case when p_refused then 'statement_refused' else 'statement_given' end;
begin
  l := statement_of(p_pass_hash);
  if l.id is null then return false; end if;
  update statement_link set closed_at = now(), closed_as = case when p_refused then 'refused' else 'answered' end, pass_hash = null, pass_until = null
   where id = l.id and closed_at is null;
  if not found then return false; end if;
  insert into case_record (case_id, kind, stage, content, by)
  values (l.case_id, 'statement', 'BAWASLU', jsonb_build_object('by', 'person', 'way', 'statement_link', 'refused', p_refused, 'text', p_text), null);
  insert into case_event (case_id, type, actor, data) values (l.case_id, what, null, jsonb_build_object('link', l.id, 'chars', length(p_text)));
  update cases set revision = revision + 1 where id = l.case_id;
  perform audit_append('case_' || what, 'case', l.case_id::text, jsonb_build_object('link', l.id, 'chars', length(p_text)));
  return true;
end $$;
revoke execute on function statement_try(bytea, integer), statement_open(bigint, bytea, integer), statement_of(bytea), statement_view(bytea),
  statement_attach(bytea, text, text, bytea, integer), statement_close(bytea, boolean, text) from public;
grant execute on function statement_try(bytea, integer), statement_open(bigint, bytea, integer), statement_view(bytea),
  statement_attach(bytea, text, text, bytea, integer), statement_close(bytea, boolean, text) to pantau_statement;

-- Purging --------------------------------------------------------------------------------------------------------------

-- Each function does one bounded step in the caller's transaction and returns what it did, for the certificate.

-- Deletes the rows of a table that `predicate` names ($1: ids) and whatever refers to them, found by the catalogue: a table that a
-- later version adds is purged without being known here.
create function purge_rows(rel regclass, predicate text, ids bigint[]) returns jsonb language plpgsql set search_path = public, pg_temp as $$
declare fk record; n integer; counts jsonb := '{}';
begin
  for fk in
    select c.conrelid::regclass as child, ca.attname as col, pa.attname as parent_col
      from pg_constraint c cross join lateral unnest(c.conkey, c.confkey) as k(child_no, parent_no)
      join pg_attribute ca on ca.attrelid = c.conrelid and ca.attnum = k.child_no
      join pg_attribute pa on pa.attrelid = c.confrelid and pa.attnum = k.parent_no
     where c.contype = 'f' and c.confrelid = rel and c.conrelid <> rel and c.conparentid = 0 and k.parent_no = c.confkey[1]
  loop
    counts := counts || purge_rows(fk.child, format('%I in (select %I from %s where %s)', fk.col, fk.parent_col, rel, predicate), ids);
  end loop;
  execute format('delete from %s where %s', rel, predicate) using ids;
  get diagnostics n = row_count;
  return case when n = 0 then counts else counts || jsonb_build_object(rel::text, n) end;
end $$;
revoke execute on function purge_rows(regclass, text, bigint[]) from public;

-- Everything that refers to these rows of a table, but not the rows themselves and not the tables that are reduced rather than deleted.
create function purge_children(rel regclass, ids bigint[], keep text[]) returns jsonb language plpgsql set search_path = public, pg_temp as $$
declare fk record; counts jsonb := '{}';
begin
  for fk in
    select c.conrelid::regclass as child, a.attname as col from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1] join pg_attribute pa on pa.attrelid = c.confrelid and pa.attnum = c.confkey[1]
     where c.contype = 'f' and c.confrelid = rel and c.conrelid <> rel and c.conparentid = 0 and pa.attname = 'id' and c.conrelid::regclass::text <> all(keep)
  loop
    counts := counts || purge_rows(fk.child, format('%I = any($1)', fk.col), ids);
  end loop;
  return counts;
end $$;
revoke execute on function purge_children(regclass, bigint[], text[]) from public;

-- What is left of a post: that there was one, when roughly, and hashes. Nobody can tell any more whose or which, except by
-- bringing the post itself, which is how it is recognised when it comes again.
create function forget_posts(ids bigint[]) returns jsonb language plpgsql set search_path = public, pg_temp as $$
declare versions bigint[]; counts jsonb;
begin
  select coalesce(array_agg(v.id), '{}') into versions from post_version v where v.post_id = any(ids);
  delete from post_content c using post_version v where v.id = any(versions) and c.seen_on = v.seen_on and c.version_id = v.id;
  delete from score_pending where version_id = any(versions);
  delete from text_sample where version_id = any(versions);
  counts := purge_children('post_version', versions, '{cases,evidence}') || purge_children('post', ids, '{cases,post_version}');
  update post_version set version_key = 'forgotten:' || id, posted_at = date_trunc('month', posted_at) where id = any(versions);
  update post set account_id = null, post_key = forgotten_key(platform, post_key) where id = any(ids) and account_id is not null;
  return counts || jsonb_build_object('post', cardinality(ids), 'post_version', cardinality(versions));
end $$;
revoke execute on function forget_posts(bigint[]) from public;

-- Sealed content gives way to a form without words that whoever reads evidence can still read; hashes and the chain stay.
create function empty_evidence(p_cases bigint[]) returns text[] language plpgsql set search_path = public, pg_temp as $$
declare hashes text[];
begin
  with emptied as (
    update evidence e set purged_at = now(), seed = null, content = jsonb_build_object(
        'purged', true, 'kind', e.content->'kind', 'platform', e.content->'platform',
        'post', jsonb_build_object('text', '[isi telah dihapus menurut aturan retensi]'),
        'posted_at', to_char(date_trunc('month', (e.content->>'posted_at')::timestamptz) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'captured_at', to_char(date_trunc('month', (e.content->>'captured_at')::timestamptz) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'author', jsonb_build_object('region', left(e.content->'author'->>'region', 5), 'employment_status', e.content->'author'->'employment_status'),
        'verdict', jsonb_build_object('label', e.content->'verdict'->'label', 'score', e.content->'verdict'->'score', 'phase', e.content->'verdict'->'phase',
          'acts', e.content->'verdict'->'acts', 'contestants', '[]'::jsonb, 'evidence', '[]'::jsonb, 'exemption', e.content->'verdict'->'exemption',
          'ruleset', e.content->'verdict'->'ruleset', 'register', e.content->'verdict'->'register'))
     where e.case_id = any(p_cases) and e.purged_at is null returning e.sha256)
  select coalesce(array_agg(encode(sha256, 'hex') order by sha256), '{}') into hashes from emptied;
  return hashes;
end $$;
revoke execute on function empty_evidence(bigint[]) from public;

-- Cases that have ended, with all that the rules ask; a page at a time.
create function privacy_ended_cases(p_after bigint, p_rows integer) returns table (id bigint, post_id bigint, state text, outcome text, ended_at timestamptz, post_gone boolean, held boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.id, c.post_id, c.state, c.outcome, c.ended_at, p.gone_at is not null, case_is_held(c.id)
    from cases c join post p on p.id = c.post_id
   where c.purged_at is null and c.state in ('DISMISSED', 'EXPIRED', 'NOT_PROVEN', 'WITHDRAWN', 'DECIDED', 'CLOSED') and c.id > p_after
   order by c.id limit p_rows
$$;

-- Reduces cases to their label. One whose post another case still needs waits for that one; what is held meanwhile is left out.
create function privacy_reduce_cases(p_ids bigint[]) returns jsonb language plpgsql security definer set search_path = public, pg_temp set pantau.purging = 'on' as $$
declare ids bigint[]; posts bigint[]; hashes text[]; counts jsonb; files bigint[]; findings bigint[];
begin
  select coalesce(array_agg(id), '{}') into ids from (
    select c.id from cases c where c.id = any(p_ids) and c.purged_at is null
       and c.state in ('DISMISSED', 'EXPIRED', 'NOT_PROVEN', 'WITHDRAWN', 'CLOSED') and not case_is_held(c.id)
       and not exists (select from cases o where o.post_id = c.post_id and o.id <> c.id and o.purged_at is null and not o.id = any(p_ids))
     order by c.id for update of c) x;
  if cardinality(ids) = 0 then return jsonb_build_object('cases', '[]'::jsonb, 'hashes', '[]'::jsonb, 'counts', '{}'::jsonb); end if;
  select array_agg(distinct c.post_id), coalesce(array_agg(distinct c.file_id) filter (where c.file_id is not null), '{}'),
         coalesce(array_agg(distinct c.finding_id) filter (where c.finding_id is not null), '{}') into posts, files, findings from cases c where c.id = any(ids);
  hashes := empty_evidence(ids);
  update case_event set data = '{}' where case_id = any(ids) and data <> '{}';
  update case_opinion set reason = null where case_id = any(ids) and reason is not null;
  counts := purge_children('cases', ids, '{evidence,case_event,case_opinion}');
  update cases set person_id = null, purged_at = now(), region = left(region, 5), file_id = null, finding_id = null, alert_case = null, recipient_agency = null,
         recipient_region = null, recipient_question = null, claimed_by = null, lease_until = null, due_at = null, posted_at = date_trunc('month', posted_at),
         captured_at = date_trunc('month', captured_at), first_flagged_at = date_trunc('day', first_flagged_at), known_at = date_trunc('day', known_at),
         decided_at = date_trunc('day', decided_at), forwarded_at = date_trunc('day', forwarded_at), revision = revision + 1
   where id = any(ids);
  counts := counts || forget_posts(posts);
  delete from case_file f where f.id = any(files) and not exists (select from cases c where c.file_id = f.id);
  delete from finding f where f.id = any(findings) and not exists (select from cases c where c.finding_id = f.id);
  return jsonb_build_object('cases', to_jsonb(ids), 'hashes', to_jsonb(hashes), 'counts', counts || jsonb_build_object('cases', cardinality(ids), 'evidence', cardinality(hashes)));
end $$;

-- Words of posts that are no case any more, or never were. The sample and what still waits for a verdict have terms of their own.
create function privacy_drop_text(p_before timestamptz, p_sample_before timestamptz, p_unscored_before timestamptz, p_rows integer) returns jsonb
  language plpgsql security definer set search_path = public, pg_temp as $$
declare versions bigint[]; days date[]; digest bytea;
begin
  select coalesce(array_agg(x.version_id), '{}'), coalesce(array_agg(x.seen_on), '{}'), sha256(coalesce(string_agg(x.text_sha256, ''::bytea order by x.text_sha256), ''))
    into versions, days, digest from (
      select c.version_id, c.seen_on, v.text_sha256 from post_content c
        cross join lateral (select y.seen_at, y.text_sha256 from post_version y where y.id = c.version_id limit 1) v
       where c.seen_on <= (p_before at time zone 'UTC')::date and v.seen_at < p_before
         and (v.seen_at < p_unscored_before or not exists (select from score_pending s where s.version_id = c.version_id))
         and (v.seen_at < p_sample_before or not exists (select from text_sample t where t.version_id = c.version_id))
       limit p_rows) x;
  delete from post_content c using unnest(versions, days) as d(version_id, seen_on)
   where c.seen_on <= (p_before at time zone 'UTC')::date and c.seen_on = d.seen_on and c.version_id = d.version_id;
  delete from score_pending where version_id = any(versions);
  delete from text_sample where version_id = any(versions);
  return jsonb_build_object('items', cardinality(versions), 'digest', encode(digest, 'hex'));
end $$;

-- What the engine thought of posts that are no flag is about a person too, and goes with the words.
create function privacy_strip_verdicts(p_before timestamptz, p_rows integer) returns integer language sql security definer set search_path = public, pg_temp as $$
  with old as (select v.version_id, v.ruleset_id from verdict v where v.verdict = 'clear' and (v.detail is not null or v.direction is not null or v.label <> 'NONE')
      and v.scored_at < p_before limit p_rows),
  done as (update verdict v set detail = null, direction = null, label = 'NONE', score = 0 from old where v.version_id = old.version_id and v.ruleset_id = old.ruleset_id returning 1)
  select count(*)::integer from done
$$;

create function privacy_drop_quarantine(p_before timestamptz, p_rows integer) returns integer language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from quarantine where id in (select id from quarantine where at < p_before limit p_rows) returning 1) select count(*)::integer from gone
$$;
create function privacy_drop_answers(p_before timestamptz, p_rows integer) returns integer language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from idempotency where ctid = any(array(select ctid from idempotency where created_at < p_before limit p_rows)) returning 1) select count(*)::integer from gone
$$;

-- A source whose policy keeps deleted posts only under a legal hold: what is sealed in cases goes too, unless there is one.
create function privacy_drop_gone(p_rows integer) returns jsonb language plpgsql security definer set search_path = public, pg_temp set pantau.purging = 'on' as $$
declare ids bigint[]; hashes text[];
begin
  select coalesce(array_agg(id), '{}') into ids from (
    select c.id from post p join cases c on c.post_id = p.id
     where p.gone_at is not null and c.purged_at is null and not case_is_held(c.id)
       and exists (select from evidence e where e.case_id = c.id and e.purged_at is null)
       and exists (select from post_version v join source s on s.id = v.source_id where v.post_id = p.id and s.policy->>'deletion_mode' = 'legal_hold')
     order by c.id limit p_rows for update of c) x;
  hashes := empty_evidence(ids);
  update cases set revision = revision + 1 where id = any(ids);
  insert into case_event (case_id, type, actor, data) select x, 'evidence_removed', null, '{"why": "platform_deletion"}' from unnest(ids) x;
  return jsonb_build_object('cases', to_jsonb(ids), 'hashes', to_jsonb(hashes), 'counts', jsonb_build_object('evidence', cardinality(hashes)));
end $$;

-- People who left the register, of whom no case is kept: name, number, periods, accounts and what ties posts to them.
create function privacy_forget_persons(p_before timestamptz, p_rows integer) returns jsonb language plpgsql security definer set search_path = public, pg_temp
  set pantau.purging = 'on' as $$
declare ids bigint[]; posts bigint[]; counts jsonb;
begin
  select coalesce(array_agg(id), '{}') into ids from (
    select p.id from person p
     where p.created_at < p_before and not exists (select from account a where a.person_id = p.id and (a.ended_at is null or a.ended_at >= p_before))
       and exists (select from account a where a.person_id = p.id)
       and not exists (select from cases c where c.person_id = p.id)
       and not exists (select from subject_request r where r.person_id = p.id and r.state in ('RECEIVED', 'IDENTITY_CHECKED'))
     order by p.id limit p_rows for update of p) x;
  if cardinality(ids) = 0 then return jsonb_build_object('items', 0, 'counts', '{}'::jsonb); end if;
  select coalesce(array_agg(po.id), '{}') into posts from post po join account a on a.id = po.account_id where a.person_id = any(ids);
  counts := forget_posts(posts);
  update subject_request set person_id = null, account_id = null where person_id = any(ids);
  counts := counts || purge_rows('person', 'id = any($1)', ids);
  return jsonb_build_object('items', cardinality(ids), 'counts', counts);
end $$;

-- Answered requests; what they did to accounts and cases stays where it was done.
create function privacy_drop_requests(p_before timestamptz, p_rows integer) returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare ids bigint[];
begin
  select coalesce(array_agg(id), '{}') into ids from (select id from subject_request where answered_at < p_before order by id limit p_rows for update) x;
  perform purge_rows('subject_request', 'id = any($1)', ids);
  return cardinality(ids);
end $$;

-- The certificate, its place on the cases it is about, and the audit row, in the transaction that purged.
create function privacy_certify(p_class text, p_items integer, p_doc jsonb, p_sha256 bytea, p_signature bytea, p_key_id text, p_cases bigint[]) returns bigint
  language plpgsql security definer set search_path = public, pg_temp as $$
declare cert bigint;
begin
  if p_sha256 <> sha256(convert_to(p_doc::text, 'UTF8')) then raise exception 'the hash is not that of the certificate'; end if;
  insert into purge_certificate (class, items, doc, sha256, signature, key_id) values (p_class, p_items, p_doc, p_sha256, p_signature, p_key_id) returning id into cert;
  update cases set purge_certificate = cert where id = any(p_cases);
  perform audit_append('purged', 'purge_certificate', cert::text, jsonb_build_object('class', p_class, 'items', p_items, 'sha256', encode(p_sha256, 'hex')));
  return cert;
end $$;

-- How much each step would do now, for the dry run.
create function privacy_backlog(p_text timestamptz, p_sample timestamptz, p_unscored timestamptz, p_answers timestamptz, p_persons timestamptz, p_requests timestamptz) returns jsonb
  language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_build_object(
    'text', (select count(*) from post_content c cross join lateral (select y.seen_at from post_version y where y.id = c.version_id limit 1) v
       where c.seen_on <= (p_text at time zone 'UTC')::date and v.seen_at < p_text
         and (v.seen_at < p_unscored or not exists (select from score_pending s where s.version_id = c.version_id))
         and (v.seen_at < p_sample or not exists (select from text_sample t where t.version_id = c.version_id))),
    'verdicts', (select count(*) from verdict v where v.verdict = 'clear' and (v.detail is not null or v.direction is not null or v.label <> 'NONE') and v.scored_at < p_text),
    'quarantine', (select count(*) from quarantine where at < p_text),
    'answers', (select count(*) from idempotency where created_at < p_answers),
    'requests', (select count(*) from subject_request where answered_at < p_requests),
    'persons', (select count(*) from person p where p.created_at < p_persons
       and not exists (select from account a where a.person_id = p.id and (a.ended_at is null or a.ended_at >= p_persons))
       and exists (select from account a where a.person_id = p.id) and not exists (select from cases c where c.person_id = p.id)
       and not exists (select from subject_request r where r.person_id = p.id and r.state in ('RECEIVED', 'IDENTITY_CHECKED'))))
$$;
revoke execute on function privacy_ended_cases(bigint, integer), privacy_reduce_cases(bigint[]), privacy_drop_text(timestamptz, timestamptz, timestamptz, integer),
  privacy_strip_verdicts(timestamptz, integer), privacy_drop_quarantine(timestamptz, integer), privacy_drop_answers(timestamptz, integer), privacy_drop_gone(integer),
  privacy_forget_persons(timestamptz, integer), privacy_drop_requests(timestamptz, integer), privacy_certify(text, integer, jsonb, bytea, bytea, text, bigint[]),
  privacy_backlog(timestamptz, timestamptz, timestamptz, timestamptz, timestamptz, timestamptz) from public;
grant execute on function privacy_ended_cases(bigint, integer), privacy_reduce_cases(bigint[]), privacy_drop_text(timestamptz, timestamptz, timestamptz, integer),
  privacy_strip_verdicts(timestamptz, integer), privacy_drop_quarantine(timestamptz, integer), privacy_drop_answers(timestamptz, integer), privacy_drop_gone(integer),
  privacy_forget_persons(timestamptz, integer), privacy_drop_requests(timestamptz, integer), privacy_certify(text, integer, jsonb, bytea, bytea, text, bigint[]),
  privacy_backlog(timestamptz, timestamptz, timestamptz, timestamptz, timestamptz, timestamptz) to pantau_privacy;

-- The planner's statistics keep samples of values: of words and names there are to be none. What is looked up by (handles, keys of
-- posts) keeps its statistics and is sampled anew when something was purged.
do $$
declare c record;
begin
  for c in select a.attrelid::regclass as rel, a.attname from pg_attribute a join (values ('person', 'name'), ('person', 'key_tail'), ('case_event', 'data'),
      ('case_opinion', 'reason'), ('evidence', 'content'), ('delivery', 'payload'), ('delivery', 'last_error'), ('case_record', 'content'), ('hearing', 'minutes'),
      ('hearing', 'place'), ('case_attachment', 'file_name'), ('case_attachment', 'content'), ('finding', 'form_a'), ('finding', 'form_b2'), ('quarantine', 'raw'),
      ('idempotency', 'body'), ('subject_request', 'wish'), ('subject_request', 'answer'), ('legal_hold', 'reason'), ('legal_hold', 'lift_reason'), ('packet', 'reason'),
      ('packet', 'recipient'), ('packet_release', 'reason'), ('user_conflict', 'name_key'), ('verdict', 'detail'), ('post_content', 'content'), ('post_content_rest', 'content'))
      as w(rel, col) on a.attrelid = to_regclass('public.' || w.rel) and a.attname = w.col
  loop
    execute format('alter table %s alter column %I set statistics 0', c.rel, c.attname);
  end loop;
end $$;
create or replace function ensure_content_partitions(from_day date, days integer) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare d date; part text;
begin
  if days > 400 then raise exception 'at most 400 days at once'; end if;
  perform pg_advisory_xact_lock(hashtext('pantau.partitions'));
  for i in 0..days - 1 loop
    d := from_day + i;
    part := 'post_content_' || to_char(d, 'YYYYMMDD');
    if to_regclass('public.' || part) is null and not exists (select from post_content_rest where seen_on = d) then
      execute format('create table %I partition of post_content for values from (%L) to (%L)', part, d, d + 1);
      execute format('alter table %I alter column content set statistics 0', part);
    end if;
  end loop;
end $$;
create function privacy_sample_anew() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  analyze account (handle, handle_key, platform_id), post (post_key), post_version (version_key);
end $$;
revoke execute on function privacy_sample_anew() from public;
grant execute on function privacy_sample_anew() to pantau_privacy;
