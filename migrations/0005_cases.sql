-- Intent: cases, their append-only history, sealed opinions and the evidence as it was at flag time.
-- Locks: none. Cost: milliseconds.
create table cases (
  id               bigint generated always as identity primary key,
  post_id          bigint not null references post,
  version_id       bigint not null references post_version,
  person_id        bigint not null references person,
  region           text not null,               -- of the person at posted_at
  election         text,
  contest          text,
  state            text not null default 'FLAGGED',
  band             text not null check (band in ('flag', 'review')),
  label            text not null,
  direction        text,
  phase            text not null,
  score            real not null,
  acts             text[] not null default '{}',-- proposed by the engine; replaced by the decided ones
  exemption        text,
  priority         smallint not null,
  posted_at        timestamptz not null,
  captured_at      timestamptz not null,
  first_flagged_at timestamptz not null default now(),
  known_at         timestamptz,                 -- first human view: the legal clock starts
  decided_at       timestamptz,
  forwarded_at     timestamptz,
  claimed_by       bigint,
  lease_until      timestamptz,
  revision         integer not null default 1   -- ETag
);
-- At most one open case per post, whatever the scorer or a repeated job does.
create unique index cases_one_open on cases (post_id) where state not in ('DISMISSED', 'EXPIRED', 'NOT_PROVEN', 'WITHDRAWN', 'CLOSED');
create index cases_queue on cases (priority desc, id) where state in ('FLAGGED', 'IN_REVIEW');
create index cases_state_region on cases (state, region, priority desc, id);
create index cases_person on cases (person_id);
create index cases_claimed on cases (claimed_by) where claimed_by is not null;

create table case_event (
  id      bigint generated always as identity primary key,
  case_id bigint not null references cases,
  type    text not null,
  actor   bigint,                               -- null: the system
  data    jsonb not null default '{}',
  at      timestamptz not null default now()
);
create index case_event_case on case_event (case_id, id);
create trigger immutable before update or delete on case_event for each row execute function refuse_change();

create table case_opinion (
  case_id   bigint not null references cases,
  round     smallint not null default 1,
  user_id   bigint not null,
  finding   text not null check (finding in ('plausible', 'not_a_violation', 'needs_second')),
  acts      text[] not null default '{}',
  exemption text,
  reason    text,
  given_at  timestamptz not null default now(),
  primary key (case_id, round, user_id)         -- the same person twice is impossible
);
create trigger immutable before update or delete on case_opinion for each row execute function refuse_change();

create table evidence (
  case_id    bigint not null references cases,
  version_id bigint not null references post_version,
  content    jsonb not null,                    -- the post as it was read, with the verdict that flagged it
  sha256     bytea not null,                    -- over the canonical text of content
  sealed_at  timestamptz not null default now(),
  primary key (case_id, version_id)
);
create trigger immutable before update or delete on evidence for each row execute function refuse_change();
