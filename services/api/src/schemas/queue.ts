/** The queue over HTTP: its filters (in addresses, bodies and saved views alike), pages, counts, groups and views. */
import { CaseState, Direction, FATES, Label, LIMITS, Phase, RegionCode, Role } from '@pantau/domain';
import { z } from 'zod';
import { API } from '../limits.ts';
import { CaseSummary, OpinionBody } from '../schemas.ts';

const time = z.iso.datetime();

/** `a,b` in an address; a list in a body. */
const listOf = <T extends z.ZodType<string, string>>(item: T, max: number, what: string) =>
  z
    .union([z.string().transform((s) => s.split(',')), z.array(z.string())])
    .pipe(z.array(item).min(1).max(max))
    .optional()
    .describe(`One or more ${what}, separated by commas`);
const yesNo = z.union([z.boolean(), z.enum(['true', 'false']).transform((s) => s === 'true')]).optional();
const hours = z.coerce.number().int().min(0).max(87_600).optional();
const score = z.coerce.number().min(0).max(1).optional();
const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

export const CaseFilters = z.strictObject({
  region: RegionCode.optional(),
  label: listOf(Label, Label.options.length, 'labels'),
  state: listOf(CaseState, CaseState.options.length, 'states'),
  phase: listOf(Phase, Phase.options.length, 'phases'),
  direction: Direction.optional(),
  band: z.enum(['flag', 'review']).optional(),
  election: z.string().max(120).optional(),
  contest: z.string().max(120).optional(),
  contestant: z.string().max(120).optional(),
  origin: listOf(z.string().max(40), 20, 'connectors, or `import`'),
  older_than_hours: hours,
  newer_than_hours: hours,
  due_before: z.iso.datetime({ offset: true }).optional(),
  overdue: yesNo,
  score_min: score,
  score_max: score,
  holder: z
    .union([z.enum(['mine', 'free', 'held']), id])
    .optional()
    .describe('`mine`, `free`, `held`, or the id of a colleague'),
  readers: z
    .enum(['waiting', 'several'])
    .optional()
    .describe('`waiting` for a further reader (not for those who judge in that region: they stay blind), or read by `several`'),
  group: id.optional().describe('A group of posts with nearly the same text'),
  flagged_from: z.iso.date().optional().describe('First day of the flag, as the region of the case counts it'),
  flagged_to: z.iso.date().optional().describe('Last day, inclusive'),
  outcome: z.enum(FATES).optional().describe('What became of it: still `open`, `upheld`, `refused`, `expired`'),
  rule: z.string().min(1).max(80).optional().describe('A rule that spoke in the case; the newest 1,000, only for those who decide'),
  q: z.string().trim().min(2).max(LIMITS.searchChars).optional().describe('Words of the post; only for those who decide'),
});
export const CaseListQuery = CaseFilters.extend({
  sort: z.enum(['priority', 'due']).default('priority'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.pageRows).default(API.pageRowsDefault),
});
export const CasePage = z.object({ data: z.array(CaseSummary), next_cursor: z.string().nullable() });
export const Counts = z.object({
  total: z.number(),
  free: z.number(),
  mine: z.number(),
  /** `total` stops at 10,000; then free, mine, by_label and by_band are of the cases looked at. */
  capped: z.boolean(),
  by_state: z.record(z.string(), z.number()),
  by_label: z.record(z.string(), z.number()),
  by_band: z.record(z.string(), z.number()),
});

export const NextBody = CaseFilters.nullish();

// Saved views ------------------------------------------------------------------------------------------------------------

const viewName = z.string().trim().min(1).max(LIMITS.savedViewNameChars);
/** Without `share`: one's own. With it: everyone with that role in the region, above it or below. */
export const ViewBody = z.strictObject({
  name: viewName,
  filter: CaseFilters,
  share: z.strictObject({ role: Role, region: RegionCode }).optional(),
});
export const ViewChange = z.strictObject({ name: viewName.optional(), filter: CaseFilters.optional() });
export const SavedViewView = z.object({
  id: z.number(),
  name: z.string(),
  filter: z.record(z.string(), z.unknown()),
  shared: z.object({ role: z.string(), region: z.string() }).nullable(),
  mine: z.boolean(),
  revision: z.number().int(),
  updated_at: time,
});
export const SavedViews = z.object({ data: z.array(SavedViewView) });

// Groups -----------------------------------------------------------------------------------------------------------------

export const GroupQuery = CaseFilters.pick({ region: true, contest: true }).extend({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.pageRows).default(API.pageRowsDefault),
});
export const GroupPage = z.object({
  data: z.array(
    z.object({
      id: z.number(),
      /** Under review, in the regions of the user. */
      cases: z.number().int(),
      free: z.number().int(),
      people: z.number().int(),
      regions: z.array(z.string()),
      contest: z.string().nullable(),
      labels: z.array(z.string()),
      first_flagged_at: time,
      last_flagged_at: time,
      excerpt: z.string(),
    }),
  ),
  next_cursor: z.string().nullable(),
});
export const PreviewView = z.object({
  preview: z.uuid(),
  valid_until: time,
  group: z.number(),
  cases: z.array(
    z.object({
      id: z.number(),
      number: z.string(),
      region: z.string(),
      region_name: z.string().nullable(),
      revision: z.number().int(),
      label: z.string(),
      phase: z.string(),
      platform: z.string(),
      posted_at: time,
      text: z.string(),
      shared_text: z.string().nullable(),
    }),
  ),
  /** Members that may not be decided together now. */
  left_out: z.array(z.object({ id: z.number(), number: z.string(), why: z.enum(['held', 'judged', 'conflict', 'beyond_limit']) })),
});
export const GroupDecisionBody = z.strictObject({
  preview: z.uuid(),
  cases: z
    .array(z.strictObject({ id, revision: z.number().int().positive() }))
    .min(1)
    .max(LIMITS.groupCases),
  opinion: OpinionBody,
});
export const GroupDecided = z.object({
  decided: z.array(z.object({ id: z.number(), state: CaseState, revision: z.number().int(), waiting_for: z.enum(['second', 'third']).nullable() })),
});

// Leases and live updates --------------------------------------------------------------------------------------------------

export const LeasesQuery = z.strictObject({ after: z.coerce.number().int().min(0).default(0) });
export const LeasesView = z.object({
  data: z.array(z.object({ case_id: z.number(), region: z.string(), holder: z.object({ id: z.number(), name: z.string().nullable() }), lease_until: time })),
  next_after: z.number().nullable(),
});
export const BreakBody = z.strictObject({ reason: z.string().trim().min(5).max(LIMITS.reasonChars) });
