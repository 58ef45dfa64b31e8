-- Intent: what the rules say, as the scorer that uses them describes them; which rules spoke in which case; what became of a case,
-- so that past decisions can be counted for rules and for the overview.
-- Locks: one short exclusive lock on cases for a column without default, share locks while two indexes on cases are built.
-- Cost: one pass over the sealed verdicts for `case_rule` and one over cases for each index: some ten seconds per million cases.

-- The ruleset, described ---------------------------------------------------------------------------------------------------

-- Written once, by the scorer that starts with the ruleset; the name of a ruleset carries the hash of its files, so a row cannot be
-- right for one start and wrong for the next. The api reads these and needs no part of the engine.
create table ruleset_rule (
  ruleset_id integer not null references ruleset_version,
  id         text not null,
  cue        text not null,
  label      text,
  doc        jsonb not null,                    -- meaning, legal source, patterns, examples, marks
  primary key (ruleset_id, id)
);
create table ruleset_lexicon (
  ruleset_id integer not null references ruleset_version,
  lexicon    text not null,                     -- the file it comes from
  entry      text not null,
  variants   text[] not null,
  primary key (ruleset_id, lexicon, entry)
);
create trigger immutable before update or delete on ruleset_rule for each row execute function refuse_change();
create trigger immutable before update or delete on ruleset_lexicon for each row execute function refuse_change();
grant select on ruleset_rule, ruleset_lexicon to pantau_api, pantau_scorer;
grant insert on ruleset_rule, ruleset_lexicon to pantau_scorer;

-- What became of a case -----------------------------------------------------------------------------------------------------

-- A closed case keeps what it was before: dismissed, expired and decided ones all end as CLOSED.
alter table cases add column closed_from text;
create function keep_closed_from() returns trigger language plpgsql as $$
begin
  new.closed_from := case when new.state = 'CLOSED' then old.state end;
  return new;
end $$;
create trigger keep_closed_from before update of state on cases for each row when (old.state is distinct from new.state and 'CLOSED' in (old.state, new.state))
  execute function keep_closed_from();

-- Cases closed before this migration are told apart by what the closing left. A test compares this with STATES_OF in packages/domain.
create function case_outcome(state text, closed_from text, decided_at timestamptz, acts text[]) returns text language sql immutable parallel safe as $$
  select case
    when coalesce(closed_from, state) in ('FLAGGED', 'IN_REVIEW') then 'open'
    when coalesce(closed_from, state) in ('DISMISSED', 'NOT_PROVEN', 'WITHDRAWN') then 'refused'
    when coalesce(closed_from, state) = 'EXPIRED' then 'expired'
    when coalesce(closed_from, state) <> 'CLOSED' then 'upheld'
    when decided_at is null then 'expired'
    when cardinality(acts) = 0 then 'refused'
    else 'upheld' end
$$;

-- Which rules spoke in which case --------------------------------------------------------------------------------------------

-- Codes only, taken from the sealed verdict by the statement that seals it; read through functions that count.
create table case_rule (
  case_id bigint not null references cases on delete cascade,
  rule    text not null,
  primary key (case_id, rule)
);
create index case_rule_rule on case_rule (rule, case_id);
alter table case_rule enable row level security;
create function rules_of(content jsonb) returns setof text language sql immutable parallel safe as $$
  select distinct e->>'rule' from jsonb_array_elements(case when jsonb_typeof(content->'verdict'->'evidence') = 'array' then content->'verdict'->'evidence' else '[]' end) e
   where e->>'rule' is not null
$$;
create function keep_case_rules() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into case_rule select new.case_id, r from rules_of(new.content) r on conflict do nothing;
  return null;
end $$;
create trigger keep_case_rules after insert on evidence for each row execute function keep_case_rules();
insert into case_rule select distinct e.case_id, r from evidence e cross join lateral rules_of(e.content) r;

-- How often each rule spoke, and what people made of those cases, in the regions of the reader. Counts alone, of all readers together.
create function rule_figures(p_since timestamptz) returns table (rule text, cases integer, upheld integer, refused integer)
  language sql stable security definer set search_path = public, pg_temp as $$
  with hit as materialized (
    select c.id, case_outcome(c.state, c.closed_from, c.decided_at, c.acts) as outcome from cases c
     where c.first_flagged_at >= p_since
       and region_in(c.region, (select app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor', 'rules_author', 'rules_approver'))))
  select r.rule, count(*)::integer, (count(*) filter (where h.outcome = 'upheld'))::integer, (count(*) filter (where h.outcome = 'refused'))::integer
    from hit h join case_rule r on r.case_id = h.id group by r.rule
$$;
-- For the list of cases: the cases in which a rule spoke, as far as the reader may see them.
create function cases_of_rule(which text, at_most integer) returns setof bigint language sql stable security definer set search_path = public, pg_temp as $$
  select c.id from case_rule r join cases c on c.id = r.case_id
   where r.rule = which and region_in(c.region, (select app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor')))
   order by c.id desc limit least(at_most, 1000)
$$;
revoke execute on function rule_figures(timestamptz), cases_of_rule(text, integer), keep_case_rules() from public;
grant execute on function rule_figures(timestamptz), cases_of_rule(text, integer) to pantau_api;

-- The overview ---------------------------------------------------------------------------------------------------------------

-- A period of a province, and of the country: rows come in roughly the order of their flags.
create index cases_flagged on cases (province, first_flagged_at);
create index cases_flagged_all on cases using brin (first_flagged_at) with (pages_per_range = 32);

-- How many people are watched in each regency and city, for rates: whoever has an account with a basis in force today. Counts alone.
create function watched_people() returns table (region text, people integer) language sql stable security definer set search_path = public, pg_temp as $$
  select left(pp.region, 5), count(distinct pp.person_id)::integer
    from person_period pp
   where pp.valid_from <= current_date and (pp.valid_to is null or pp.valid_to >= current_date)
     and region_in(pp.region, (select app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor')))
     and exists (select from account a where a.person_id = pp.person_id and account_has_basis(a.basis_until, a.ended_at, now()))
   group by 1
$$;
-- What the first two blind readers of each round said, of cases that have left review, flagged in these days, in the reader's regions: what
-- the policy of case_opinion shows the reader anyway, without asking it anew for every opinion. Who they are is not part of it.
create function reader_pairs(p_from timestamptz, p_to timestamptz) returns table (case_id bigint, one boolean, two boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  with own as materialized (
    select c.id from cases c where c.first_flagged_at >= p_from and c.first_flagged_at < p_to and c.state not in ('FLAGGED', 'IN_REVIEW')
       and region_in(c.region, (select app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor')))),
  answer as (
    select o.case_id, o.round, o.user_id, o.finding = 'plausible' as yes, row_number() over (partition by o.case_id, o.round order by o.given_at, o.id) as n
      from own join case_opinion o on o.case_id = own.id where o.undone_at is null and o.finding <> 'needs_second')
  -- Of a pair the lower user id counts as first.
  select case_id, (array_agg(yes order by user_id))[1], (array_agg(yes order by user_id))[2] from answer where n <= 2 group by case_id, round having count(*) = 2
$$;
revoke execute on function watched_people(), reader_pairs(timestamptz, timestamptz) from public;
grant execute on function watched_people(), reader_pairs(timestamptz, timestamptz) to pantau_api;
