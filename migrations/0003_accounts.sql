-- Intent: whom the law allows to watch, kept apart from what they post. The NIP is encrypted and looked up by keyed hash;
-- only its last three digits are readable. Facts about a person are effective-dated.
-- Locks: none. Cost: milliseconds.
create table person (
  id         bigint generated always as identity primary key,
  key_hash   bytea not null unique,             -- HMAC-SHA256 of NIP or staff key with the installation's key
  nip_sealed bytea,                             -- AES-256-GCM; null for staff without NIP
  key_tail   text not null check (length(key_tail) <= 3),
  name       text not null,
  created_at timestamptz not null default now()
);

create table person_period (
  person_id            bigint not null references person,
  valid_from           date not null,
  valid_to             date,
  employment_status    text not null,
  position_type        text,
  agency               text not null,
  opd                  text,
  region               text not null,
  appointing_authority text,
  cltn                 jsonb not null default '[]',
  kin                  jsonb not null default '[]',
  primary key (person_id, valid_from)
);

create table account (
  id          bigint generated always as identity primary key,
  person_id   bigint not null references person,
  platform    text not null,
  handle      text not null,                    -- as declared
  handle_key  text not null,                    -- lower case, without @
  platform_id text,
  verified_by text,
  verified_at timestamptz,
  basis_law   text not null check (basis_law <> ''),
  basis_ref   text not null check (basis_ref <> ''),
  basis_until date,
  ended_at    timestamptz,
  created_at  timestamptz not null default now()
);
create unique index account_handle on account (platform, handle_key) where ended_at is null;
create index account_person on account (person_id);

-- Law 2, as one expression that every poller and importer shares.
create function account_has_basis(basis_until date, ended_at timestamptz, at timestamptz) returns boolean
  language sql immutable as $$ select ended_at is null and (basis_until is null or basis_until >= (at at time zone 'Asia/Jakarta')::date) $$;

-- The calendar day of a moment as people in the region count it (WIB, WITA, WIT by province; Keppres 41/1987). The same rule as
-- `localDay` in packages/domain, held together by a test: leave, transfers and service begin and end by local days.
create function local_day(at timestamptz, region text) returns date language sql stable parallel safe as $$
  select (at at time zone case when left(region, 2) ~ '^(8[1-9]|9\d)$' then 'Asia/Jayapura'
                               when left(region, 2) ~ '^(5[1-3]|6[3-9]|7[0-6])$' then 'Asia/Makassar'
                               else 'Asia/Jakarta' end)::date
$$;

-- The facts in force when something was written; before the first and after the last period the nearest counts.
create function period_at(person bigint, at timestamptz) returns setof person_period language sql stable rows 1 as $$
  select x.* from person_period x where x.person_id = person
   order by (x.valid_from <= local_day(at, x.region)) desc, case when x.valid_from <= local_day(at, x.region) then x.valid_from end desc nulls last, x.valid_from
   limit 1
$$;

grant select on person, person_period, account to pantau_scorer;
grant select on account, person_period to pantau_ingest;
