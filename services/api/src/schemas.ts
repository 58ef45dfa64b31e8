/** What travels over HTTP, in snake_case. The OpenAPI document and the console's types come from these. */
import { CaseAct, CaseState, Direction, Exemption, Finding, Label, LIMITS, Phase, RegionCode } from '@pantau/domain';
import { z } from 'zod';

const time = z.iso.datetime();

const ProblemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
/** Spread into every route's responses. */
export const PROBLEMS_4XX_5XX = { '4xx': ProblemBody, '5xx': ProblemBody } as const;

const Id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
export const IdParams = z.object({ id: Id });

const Holder = z.object({ name: z.string().nullable(), mine: z.boolean(), until: time });

const PriorityParts = z.object({
  severity: z.number(),
  phase: z.number(),
  certainty: z.number(),
  band: z.number(),
  region_risk: z.number(),
  weight: z.number(),
  age_hours: z.number(),
  age_factor: z.number(),
  due_in_hours: z.number(),
  deadline_factor: z.number(),
});

export const CaseSummary = z.object({
  id: z.number(),
  number: z.string(),
  region: z.string(),
  region_name: z.string().nullable(),
  election: z.string().nullable(),
  contest: z.string().nullable(),
  contest_name: z.string().nullable(),
  contestant: z.string().nullable(),
  /** How the post reached us: a connector, or `import`. */
  origin: z.string(),
  /** Nearly the same text about the same contestant; `similar` others are under review. Null in the view of a personnel office. */
  group: z.object({ id: z.number(), similar: z.number().int() }).nullable(),
  state: CaseState,
  band: z.enum(['flag', 'review']),
  label: Label,
  direction: Direction.nullable(),
  phase: Phase,
  /** Order in the queue at this moment and the engine's score; null in the view of a personnel office. Once judged: the weight alone. */
  priority: z.number().nullable(),
  /** What the priority is the product of; null once judged. */
  priority_reason: PriorityParts.nullable(),
  score: z.number().nullable(),
  posted_at: time,
  first_flagged_at: time,
  known_at: time.nullable(),
  decided_at: time.nullable(),
  forwarded_at: time.nullable(),
  due_at: time.nullable(),
  holder: Holder.nullable(),
  revision: z.number().int(),
});

/** Every act the caller's roles know, with whether it is possible now and, if not, why: a client needs no rules of its own. */
export const AllowedActions = z.array(z.object({ act: CaseAct, allowed: z.boolean(), code: z.string().nullable(), detail: z.string().nullable() }));

const Media = z.object({ alt: z.string().nullable(), ocr_text: z.string().nullable() });
const Span = z.object({
  start: z.number().int(),
  end: z.number().int(),
  field: z.string(),
  kind: z.string(),
  rule: z.string(),
  weight: z.number().nullable(),
});

/** One version of the post as it was sealed, with what the engine saw in it. */
const PostVersion = z.object({
  version_id: z.number(),
  kind: z.string(),
  platform: z.string(),
  text: z.string(),
  shared_text: z.string().nullable(),
  media: z.array(Media),
  /** Hidden until the case is confirmed: the address of a post names its author. */
  url: z.string().nullable(),
  captured_at: time,
  sha256: z.string(),
  label: z.string(),
  spans: z.array(Span),
});

export const CaseView = CaseSummary.extend({
  acts: z.array(z.object({ code: z.string(), name: z.string() })),
  exemption: z.string().nullable(),
  /** What the caller's roles know to do, whether it is possible now and, if not, why. */
  allowed_actions: AllowedActions,
  may: z.object({ claim: z.boolean(), decide: z.boolean(), forward: z.boolean() }),
  /** Every version of the post that belongs to the case, newest first; more than one means that the post was edited. */
  versions: z.array(PostVersion).min(1),
  /** The version that opened the case; `spans` are those of its text. */
  post: PostVersion.omit({ spans: true }).extend({ other_versions: z.number().int() }),
  author: z.object({ employment_status: z.string(), identity_verified: z.boolean().nullable() }),
  spans: z.array(Span),
  contestants: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string(), ballot_number: z.number().nullable(), stance: z.string().nullable() })),
  ruleset: z.string(),
  register: z.string(),
  suggested: z.object({ acts: z.array(z.string()), exemption: z.string().nullable() }),
  act_choices: z.array(z.object({ code: z.string(), name: z.string(), classes: z.array(z.string()), source: z.string(), two_readers: z.boolean() })),
  opinions: z.array(
    z.object({
      by: z.string().nullable(),
      mine: z.boolean(),
      finding: Finding,
      acts: z.array(z.string()),
      exemption: z.string().nullable(),
      reason: z.string().nullable(),
      at: time,
    }),
  ),
  timeline: z.array(z.object({ type: z.string(), by: z.string().nullable(), at: time })),
  /** Whom the case is about; only from FORWARDED on. */
  subject: z.object({ name: z.string(), nip: z.string(), agency: z.string(), opd: z.string().nullable(), employment_status: z.string() }).nullable(),
});

export const LeaseView = z.object({ id: z.number(), state: CaseState, revision: z.number().int(), lease_until: time });
export const NextView = z.object({ case: LeaseView.nullable() });
export const MovedView = z.object({ id: z.number(), state: CaseState, revision: z.number().int() });
export const DecidedView = MovedView.extend({ waiting_for: z.enum(['second', 'third']).nullable() });
export const OpinionBody = z.strictObject({
  finding: Finding,
  acts: z.array(z.string().max(40)).max(20).default([]),
  exemption: Exemption.optional(),
  reason: z.string().max(LIMITS.reasonChars).optional(),
});

export const ContestView = z.object({
  id: z.string(),
  election: z.string(),
  type: z.string(),
  region: z.string(),
  name: z.string(),
  register: z.string(),
  contestants: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string(), ballot_number: z.number().nullable() })),
});

const Dimension = z.enum(['region', 'label', 'state', 'day']);
export const StatsQuery = z.strictObject({
  by: z
    .string()
    .default('region')
    .transform((s) => s.split(','))
    .pipe(z.array(Dimension).min(1).max(2))
    .refine((list) => new Set(list).size === list.length, 'name each dimension once')
    .describe('One or two of region, label, state, day'),
  level: z.enum(['province', 'regency']).default('regency'),
  region: RegionCode.optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});
export const StatsView = z.object({
  audience: z.enum(['deciders']),
  by: z.array(Dimension),
  level: z.string(),
  cells: z.array(
    z.object({
      region: z.string().optional(),
      region_name: z.string().nullable().optional(),
      label: z.string().optional(),
      state: z.string().optional(),
      day: z.string().optional(),
      cases: z.number().int().nullable(),
      suppressed: z.boolean(),
    }),
  ),
});

export const RegisterView = z.object({
  versions: z.array(
    z.object({
      name: z.string(),
      published_at: time,
      published_by: z.string(),
      parts: z.array(z.object({ key: z.string(), label: z.string(), source: z.string(), imported_at: z.string(), counts: z.record(z.string(), z.number()) })),
    }),
  ),
});
export const ImportsView = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      file_name: z.string(),
      bytes_total: z.number(),
      bytes_done: z.number(),
      lines_done: z.number(),
      counts: z.record(z.string(), z.unknown()),
      status: z.string(),
      imported_by: z.string(),
      started_at: time,
      finished_at: time.nullable(),
    }),
  ),
});
export const SourcesView = z.object({
  data: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      connector: z.string(),
      enabled: z.boolean(),
      policy: z.unknown(),
      units: z.number(),
      failing: z.number(),
      polled_at: time.nullable(),
      last_error: z.string().nullable(),
      quarantined: z.number(),
    }),
  ),
});
export const RegionsView = z.object({ data: z.array(z.object({ code: z.string(), parent: z.string().nullable(), name: z.string(), level: z.number() })) });
export const VocabularyView = z.object({
  acts: z.array(
    z.object({ code: z.string(), name: z.string(), gloss: z.string(), classes: z.array(z.string()), phases: z.array(z.string()), source: z.string() }),
  ),
  exemptions: z.array(z.object({ code: z.string(), name: z.string(), grey: z.boolean() })),
  /** Codes that stand for themselves, in the order in which they are offered. */
  labels: z.array(z.string()),
  phases: z.array(z.string()),
  states: z.array(z.string()),
  roles: z.array(z.string()),
  sanctions: z.array(z.string()),
  attachment_kinds: z.array(z.string()),
  attachment_types: z.array(z.string()),
  attachment_bytes_max: z.number().int(),
});
export const ReadyView = z.object({ ready: z.boolean(), parts: z.record(z.string(), z.enum(['up', 'down'])) });
