-- Intent: posts, their versions, their text and their verdicts.
-- The small identity table keeps (platform, post_key) unique for ever; text lives in daily partitions that are dropped by age.
-- Locks: none. Cost: milliseconds.
create table source (
  id         integer generated always as identity primary key,
  name       text not null unique,
  connector  text not null,
  config     jsonb not null default '{}',
  policy     jsonb not null,                    -- ConnectorPolicy; fails closed when incomplete or expired
  enabled    boolean not null default false,
  created_at timestamptz not null default now()
);
create table source_state (
  source_id   integer not null references source,
  unit        text not null default '',         -- feed, account or stream the cursor belongs to
  cursor      jsonb,
  lease_epoch bigint not null default 0,        -- fencing token: a page commits only under the epoch it was fetched with
  lease_until timestamptz,
  next_due_at timestamptz not null default now(),
  polled_at   timestamptz,
  failures    integer not null default 0,
  last_error  text,                             -- why nothing is fetched: closed policy, missing basis, or the last failure
  paused_at   timestamptz,                      -- 401, 403, 410 or a changed identity: a person must look before it goes on
  counts      jsonb not null default '{}',      -- new, known, gone and drop reasons since the beginning
  primary key (source_id, unit)
);
create index source_state_due on source_state (next_due_at) where paused_at is null;

create table post (
  id            bigint generated always as identity primary key,
  platform      text not null,
  post_key      text not null,
  account_id    bigint not null references account,
  first_seen_at timestamptz not null default now(),
  gone_at       timestamptz,                    -- deleted or made private on the platform
  unique (platform, post_key)
);
create index post_account on post (account_id);
create index post_gone on post (gone_at) where gone_at is not null;

create table post_version (
  id          bigint generated always as identity primary key,
  post_id     bigint not null references post,
  version_key text not null,
  posted_at   timestamptz not null,             -- claimed by the platform
  seen_at     timestamptz not null,             -- first seen by us
  seen_on     date not null,                    -- partition of the text
  kind        text not null,
  text_sha256 bytea not null,
  source_id   integer references source,
  unique (post_id, version_key)
);

create table post_content (
  version_id bigint not null,
  seen_on    date not null,
  content    jsonb not null,                    -- text, shared_text, reply_to, shared_from, media, url, provenance
  primary key (seen_on, version_id)
) partition by range (seen_on);
create table post_content_rest partition of post_content default;

-- Days for which no partition exists land in the default one; nothing is refused because a clock is off.
create function ensure_content_partitions(from_day date, days integer) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare d date; part text;
begin
  if days > 400 then raise exception 'at most 400 days at once'; end if;
  perform pg_advisory_xact_lock(hashtext('pantau.partitions'));
  for i in 0..days - 1 loop
    d := from_day + i;
    part := 'post_content_' || to_char(d, 'YYYYMMDD');
    if to_regclass('public.' || part) is null and not exists (select from post_content_rest where seen_on = d) then
      execute format('create table %I partition of post_content for values from (%L) to (%L)', part, d, d + 1);
    end if;
  end loop;
end $$;

-- Drops partitions of past days that hold no text any more, oldest first, so that their number stays small. Never the default
-- one, never today's or a future one, whatever `before_day` says. Waits a second at most for a lock (readers and writers of the
-- text table wait behind it); what cannot be had now is dropped another time.
create function drop_empty_content_partitions(before_day date, at_most integer) returns integer language plpgsql security definer
  set search_path = public, pg_temp set lock_timeout = '1s' as $$
declare part record; has_rows boolean; dropped integer := 0;
begin
  if at_most > 100 then raise exception 'at most 100 partitions at once'; end if;
  if not pg_try_advisory_xact_lock(hashtext('pantau.partitions')) then return 0; end if;
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'public.post_content'::regclass and c.relname ~ '^post_content_[0-9]{8}$'
       and to_date(right(c.relname, 8), 'YYYYMMDD') < least(before_day, (now() at time zone 'UTC')::date)
     order by c.relname
  loop
    exit when dropped >= at_most;
    execute format('select exists (select from %I)', part.relname) into has_rows;
    continue when has_rows;
    begin
      lock table only post_content in access exclusive mode;
      execute format('lock table %I in access exclusive mode', part.relname);
      -- Asked again under the lock: a slow transaction may have stored a text of that day meanwhile.
      execute format('select exists (select from %I)', part.relname) into has_rows;
      if not has_rows then
        execute format('drop table %I', part.relname);
        dropped := dropped + 1;
      end if;
    exception when lock_not_available then
      exit;
    end;
  end loop;
  return dropped;
end $$;
revoke execute on function drop_empty_content_partitions(date, integer) from public;
grant execute on function drop_empty_content_partitions(date, integer) to pantau_ingest;

-- The work list of the scorer, written with the version, removed with the verdict. Redis only rings the bell.
create table score_pending (
  version_id    bigint primary key,
  since         timestamptz not null default now(),
  next_at       timestamptz not null default now() + interval '1 minute', -- when the sweeper rings again
  attempts      smallint not null default 0,
  last_error    text,
  failed_at     timestamptz                     -- attempts used up: waits for a person
) with (fillfactor = 80);
create index score_pending_next on score_pending (next_at) where failed_at is null;

create table verdict (
  version_id  bigint not null references post_version,
  ruleset_id  integer not null references ruleset_version,
  register_id integer not null references register_version,
  verdict     text not null check (verdict in ('flag', 'review', 'clear')),
  score       real not null,
  label       text not null,
  direction   text,
  phase       text not null,
  detail      jsonb,                            -- acts, contestants, evidence, exemption; null when all are empty
  scored_at   timestamptz not null default now(),
  primary key (version_id, ruleset_id)
);
create index verdict_flagged on verdict (scored_at) where verdict <> 'clear';

create table import_run (
  id          uuid primary key default gen_random_uuid(),
  kind        text not null,
  file_name   text not null,
  file_sha256 text not null,
  bytes_total bigint not null,
  bytes_done  bigint not null default 0,
  lines_done  bigint not null default 0,
  counts      jsonb not null default '{}',
  status      text not null default 'running' check (status in ('running', 'done', 'failed')),
  imported_by text not null,
  started_at  timestamptz not null default now(),
  finished_at timestamptz
);
create index import_run_file on import_run (kind, file_sha256);

-- One row per committed piece of a file, written with its posts and folded into import_run soon after. Several pieces are
-- in flight at once without waiting for one row; what a killed import finished ahead of bytes_done is known exactly.
create table import_chunk (
  run_id     uuid not null references import_run,
  bytes_from bigint not null,
  bytes_to   bigint not null,
  lines      integer not null,
  counts     jsonb not null,
  primary key (run_id, bytes_from)
);

-- What could not be understood, bounded: a later build may replay it, the cursor need not wait.
create table quarantine (
  id         bigint generated always as identity primary key,
  source_id  integer references source,
  reason     text not null,
  external_id text,
  raw        text check (length(raw) <= 65536),
  raw_sha256 bytea not null,
  at         timestamptz not null default now(),
  unique (source_id, raw_sha256)
);

grant select, insert, update on source, source_state, import_run to pantau_ingest;
grant select, insert, update on post to pantau_ingest;
grant select, insert on post_version, quarantine to pantau_ingest;
grant delete on quarantine to pantau_ingest;
grant select, insert, delete on import_chunk to pantau_ingest;
grant select, insert, delete on post_content to pantau_ingest;
grant select, insert, delete on score_pending to pantau_ingest;
grant select on post, post_version, post_content, source, import_run to pantau_scorer;
grant select, update, delete on score_pending to pantau_scorer;
grant select, insert on verdict to pantau_scorer;
grant select on source, source_state, import_run, quarantine to pantau_api;
