-- Intent: regions and the contest register. A register version is a list of immutable parts (one imported document each),
-- so a new version that changes one list does not copy the 258,229 rows of another.
-- Locks: none. Cost: milliseconds.
create table region (
  code   text primary key check (code ~ '^(ID|\d{2}(\.\d{2})?)$'),
  parent text references region,
  name   text not null,
  level  smallint not null check (level between 0 and 2)
);

create table register_part (
  id          bigint generated always as identity primary key,
  part_key    text not null,                    -- what it replaces: the same key in a newer version
  label       text not null,                    -- the document's own version
  sha256      bytea not null,
  source      text not null,
  imported_by text not null,
  imported_at timestamptz not null default now(),
  counts      jsonb not null
);

create table register_version (
  id           integer generated always as identity primary key,
  name         text not null unique,            -- what verdicts name
  published_at timestamptz not null default now(),
  published_by text not null
);
create table register_version_part (
  version_id integer not null references register_version,
  part_id    bigint not null references register_part,
  primary key (version_id, part_id)
);

create table register_election (
  part_id bigint not null references register_part,
  id      text not null,
  doc     jsonb not null,
  primary key (part_id, id)
);
create table register_contest (
  part_id  bigint not null references register_part,
  id       text not null,
  election text not null,
  type     text not null,
  region   text not null,
  name     text not null,
  primary key (part_id, id)
);
create index register_contest_region on register_contest (region);
create table register_contestant (
  part_id       bigint not null references register_part,
  id            text not null,
  contest       text not null,
  kind          text not null,
  ballot_number integer,
  doc           jsonb not null,                 -- the whole contestant as imported
  primary key (part_id, id)
);
create index register_contestant_contest on register_contestant (contest);
create table register_party (
  part_id bigint not null references register_part,
  id      text not null,
  doc     jsonb not null,
  primary key (part_id, id)
);
create table circular (
  id           text primary key,
  jurisdiction text not null,
  doc          jsonb not null,
  imported_at  timestamptz not null default now()
);

-- Published registers never change: a past verdict must be re-runnable a year later.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on % is refused: rows are immutable', tg_op, tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create trigger immutable before update or delete on register_part for each row execute function refuse_change();
create trigger immutable before update or delete on register_version for each row execute function refuse_change();
create trigger immutable before update or delete on register_version_part for each row execute function refuse_change();
create trigger immutable before update or delete on register_election for each row execute function refuse_change();
create trigger immutable before update or delete on register_contest for each row execute function refuse_change();
create trigger immutable before update or delete on register_contestant for each row execute function refuse_change();
create trigger immutable before update or delete on register_party for each row execute function refuse_change();

create table ruleset_version (
  id         integer generated always as identity primary key,
  name       text not null unique,
  created_at timestamptz not null default now()
);

grant select on region, register_part, register_version, register_version_part, register_election, register_contest,
  register_contestant, register_party, circular, ruleset_version to pantau_api, pantau_scorer, pantau_ingest, pantau_alerts, pantau_stats;
grant insert on ruleset_version to pantau_scorer;
