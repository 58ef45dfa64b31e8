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
grant select, insert on purge_certificate to pantau_privacy;
create policy all_privacy on purge_certificate for all to pantau_privacy using (true) with check (true);
grant execute on function audit_append(text, text, text, jsonb) to pantau_privacy;

-- A reduced case is a label with a region and a month; whom and what it was about is gone.
alter table cases add column purged_at timestamptz, add column purge_certificate bigint references purge_certificate;
alter table cases alter person_id drop not null;
alter table post alter account_id drop not null;
alter table cases add constraint person_until_purged check (person_id is not null or purged_at is not null);
create index cases_ended on cases (id) where purged_at is null and state in ('DISMISSED', 'EXPIRED', 'NOT_PROVEN', 'WITHDRAWN', 'DECIDED', 'CLOSED');
create index post_forgotten on post (platform, post_key) where account_id is null;
-- Verdicts that say more than "nothing found" about a post that is no flag.
create index verdict_talkative on verdict (scored_at) where verdict = 'clear' and (detail is not null or direction is not null or label <> 'NONE');

-- Immutable rows give way to the purge functions below and to nothing else: those set the mark for their own duration and run as
-- the owner of the tables, which no service is. What is published, decided by law or proves something never gives way.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if current_setting('pantau.purging', true) = 'on' and tg_level = 'ROW'
     and tg_table_name not like 'register\_%' and tg_table_name not in ('purge_certificate')
     and current_user = (select pg_get_userbyid(c.relowner) from pg_class c where c.oid = tg_relid) then
    if tg_op = 'DELETE' then return old; end if;
    return new;
  end if;
  raise exception '% on % is refused: rows are immutable', tg_op, tg_table_name using errcode = 'integrity_constraint_violation';
end $$;

-- Recognises a forgotten post that comes again without saying which one it was.
create table forget_salt (only_one boolean primary key default true check (only_one), salt bytea not null);
insert into forget_salt (salt) values (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));
grant select on forget_salt to pantau_ingest;
create function forgotten_key(p_platform text, p_post_key text) returns text language sql stable as $$
  select 'forgotten:' || encode(sha256(s.salt || convert_to(p_platform || E'\n' || p_post_key, 'UTF8')), 'hex') from forget_salt s
$$;
