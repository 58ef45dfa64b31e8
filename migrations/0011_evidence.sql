-- Intent: evidence whose every byte is bound to the audit log, and packets that leave the house only by two people.
-- A sealed version is a list of salted leaves under one root, so that a packet may hide a third person's handle and still prove
-- the rest; rows of a case form a chain, and each row's hash stands in the audit log, written by the same transaction.
-- Locks: short exclusive lock on evidence. Cost: one pass over audit_log for its index, seconds per ten million rows.
alter table evidence
  add column seal      smallint not null default 1 check (seal in (1, 2)), -- 1: hash over the text of content (before this version)
  add column position  integer,                 -- in the case's own chain, from 1
  add column seed      bytea,                   -- salts of the leaves are made from it; gone when the content is purged
  add column root      bytea,                   -- over the salted leaves of content
  add column prev_hash bytea,                   -- sha256 of the row before it in the case
  add column purged_at timestamptz,             -- content was taken away by the retention rules; hashes stay
  add constraint sealed_whole check (seal = 1 or (position is not null and root is not null and prev_hash is not null and (seed is not null or purged_at is not null)));
create unique index evidence_position on evidence (case_id, position) where position is not null;

create function evidence_hash(prev bytea, case_id bigint, version_id bigint, root bytea) returns bytea language sql immutable parallel safe as $$
  select sha256(convert_to(concat_ws(E'\n', 'pantau/evidence/2', encode(prev, 'hex'), case_id, version_id, encode(root, 'hex')), 'UTF8'))
$$;

-- The chain is made here, not by the scorer: rows of one statement see those inserted before them. Two scorers never extend the
-- same case at once, they hold its row.
create function chain_evidence() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare before record;
begin
  if new.seal = 1 then return new; end if;
  select e.sha256, e.position into before from evidence e where e.case_id = new.case_id order by coalesce(e.position, 0) desc, e.version_id desc limit 1;
  new.prev_hash := coalesce(before.sha256, '\x00'::bytea);
  new.position := coalesce(before.position, 0) + 1;
  new.sha256 := evidence_hash(new.prev_hash, new.case_id, new.version_id, new.root);
  return new;
end $$;
create trigger chain before insert on evidence for each row execute function chain_evidence();

-- Evidence and packets ask for the rows of one case.
create index if not exists audit_log_object on audit_log (object, object_id, id);

-- A packet: what one person wants to hand out, and another releases. Nothing of its content is kept; it is made anew from the
-- sealed rows when it is fetched, and the audit row of each fetching names the hash of its manifest.
create table packet (
  id            bigint generated always as identity primary key,
  case_id       bigint not null references cases,
  recipient     text not null check (recipient ~ '\w'),
  reason        text not null check (reason ~ '\w'),
  requested_by  bigint not null references app_user,
  requested_at  timestamptz not null default now()
);
create index packet_case on packet (case_id, id);
create trigger immutable before update or delete on packet for each row execute function refuse_change();

-- Who asked is written again, so that the database itself compares the two people; the pair is held to packet by its key.
alter table packet add constraint packet_requester unique (id, requested_by);
create table packet_release (
  packet_id    bigint primary key,
  requested_by bigint not null,
  released_by  bigint not null references app_user,
  reason       text not null check (reason ~ '\w'),
  released_at  timestamptz not null default now(),
  constraint packet_two_people check (released_by <> requested_by),
  foreign key (packet_id, requested_by) references packet (id, requested_by)
);
-- Two accounts of one person are one person.
create function packet_two_people() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if same_person(new.requested_by, new.released_by) then
    raise exception 'packet_two_people: one person asked for the packet and released it' using errcode = 'check_violation', constraint = 'packet_two_people';
  end if;
  return new;
end $$;
create trigger two_people before insert on packet_release for each row execute function packet_two_people();
create trigger immutable before update or delete on packet_release for each row execute function refuse_change();

alter table packet enable row level security;
alter table packet_release enable row level security;
grant select on packet, packet_release to pantau_api;
grant insert (case_id, recipient, reason, requested_by) on packet to pantau_api;
grant insert (packet_id, requested_by, released_by, reason, released_at) on packet_release to pantau_api;
create policy see on packet for select to pantau_api using (exists (select from cases c where c.id = case_id
  and region_in(c.region, (select app_scopes('commissioner', 'handling_officer', 'auditor')))));
create policy ask on packet for insert to pantau_api with check (requested_by = app_user_id() and exists (select from cases c where c.id = case_id
  and c.state not in ('FLAGGED', 'IN_REVIEW', 'DISMISSED', 'EXPIRED') and region_in(c.region, (select app_scopes('commissioner', 'handling_officer')))));
create policy see on packet_release for select to pantau_api using (exists (select from packet p where p.id = packet_id));
create policy release on packet_release for insert to pantau_api with check (released_by = app_user_id() and exists (select from packet p join cases c on c.id = p.case_id
  where p.id = packet_id and p.requested_by <> app_user_id() and region_in(c.region, (select app_scopes('commissioner', 'handling_officer')))));

-- May the current user fetch this packet now? Its requester and its releaser may, for three days after the release.
create function packet_open(which bigint) returns bigint language sql stable security definer set search_path = public, pg_temp as $$
  select p.case_id from packet p join packet_release r on r.packet_id = p.id join cases c on c.id = p.case_id
   where p.id = which and app_user_id() in (p.requested_by, r.released_by) and r.released_at > now() - interval '72 hours'
     and region_in(c.region, app_scopes('commissioner', 'handling_officer'))
$$;
revoke execute on function packet_open(bigint) from public;
grant execute on function packet_open(bigint) to pantau_api;

-- Whom a released packet is about. The number stays masked here too.
create function packet_subject(which bigint) returns table (name text, key_tail text, employment_status text, position_type text, agency text, opd text, region text, appointing_authority text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select s.name, s.key_tail, pp.employment_status, pp.position_type, pp.agency, pp.opd, pp.region, pp.appointing_authority
    from cases c join person s on s.id = c.person_id cross join lateral period_at(s.id, c.posted_at) pp
   where c.id = packet_open(which)
$$;
revoke execute on function packet_subject(bigint) from public;
grant execute on function packet_subject(bigint) to pantau_api;

-- The person's registered accounts: their handles may be named in the packet, others' may not.
create function packet_accounts(which bigint) returns table (platform text, handle text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.platform, a.handle from cases c join account a on a.person_id = c.person_id where c.id = packet_open(which) order by a.platform, a.handle
$$;
revoke execute on function packet_accounts(bigint) from public;
grant execute on function packet_accounts(bigint) to pantau_api;

-- The case's own rows of the log, word by word, so that an outsider can compute each row's hash again.
create function packet_audit(which bigint) returns table (id bigint, at timestamptz, epoch text, actor bigint, action text, object text, object_id text, data text, prev_hash bytea, hash bytea)
  language sql stable security definer set search_path = public, pg_temp as $$
  select l.id, l.at, extract(epoch from l.at)::numeric(20, 6)::text, l.actor, l.action, l.object, l.object_id, l.data::text, l.prev_hash, l.hash
    from audit_log l where l.object = 'case' and l.object_id = packet_open(which)::text order by l.id limit 2000
$$;
revoke execute on function packet_audit(bigint) from public;
grant execute on function packet_audit(bigint) to pantau_api;

-- What was sealed before this migration is taken into the log as it is now; from here on no row can be slipped in beside it.
select count(audit_append('evidence_sealed', 'case', case_id::text, jsonb_build_object('version', version_id, 'sha256', encode(sha256, 'hex'), 'adopted', true)))
  from (select * from evidence order by case_id, version_id) e;
