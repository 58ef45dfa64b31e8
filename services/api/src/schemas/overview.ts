/** Figures for the house: the overview, its balance between contestants, and the export of either. */
import { Label, Phase, RegionCode } from '@pantau/domain';
import { z } from 'zod';

const OVERVIEW_DAYS_MAX = 3_653;
const DAY_MS = 86_400_000;
const name = z.string().min(1).max(120);
const n = z.number().int();

const filters = z.strictObject({
  region: RegionCode.optional(),
  from: z.iso.date().describe('First day of the flag, as the region of the case counts it'),
  to: z.iso.date().describe('Last day, inclusive'),
  label: Label.optional(),
  phase: Phase.optional(),
  election: name.optional(),
  contest: name.optional(),
});
const daysOf = (q: { from: string; to: string }): number => (Date.parse(q.to) - Date.parse(q.from)) / DAY_MS + 1;
const inOrder = (q: { from: string; to: string }): boolean => daysOf(q) >= 1 && daysOf(q) <= OVERVIEW_DAYS_MAX;
const SPAN = { path: ['to'], error: `must not lie before \`from\`, nor more than ${OVERVIEW_DAYS_MAX} days after it` };

const withStep = filters.extend({ step: z.enum(['day', 'week']).default('day').describe('Periods of more than half a year come in weeks') });
export const OverviewQuery = withStep.refine(inOrder, SPAN);
export const BalanceQuery = filters.extend({ contest: name }).refine(inOrder, SPAN);
export const ExportQuery = withStep.extend({ figure: z.enum(['cases', 'times', 'regions', 'labels', 'ages', 'balance']) }).refine(inOrder, SPAN);

const Counts = z.object({ open: n, upheld: n, refused: n, expired: n });
/** Wilson's interval, 95 %; all null without observations. */
export const ShareView = z.object({ share: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable(), n });
const KappaView = z.object({ n, agreed: n, kappa: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() });

export const OverviewView = z.object({
  from: z.string(),
  to: z.string(),
  step: z.enum(['day', 'week']),
  total: Counts,
  /** Of the cases that people decided. */
  upheld: ShareView,
  ages: z.array(z.object({ from_hours: n, to_hours: n.nullable(), cases: n, overdue: n })),
  labels: z.array(Counts.extend({ label: z.string(), upheld_share: ShareView })),
  times: z.array(Counts.extend({ at: z.string() })),
  region_level: z.enum(['province', 'regency']),
  regions: z.array(
    Counts.extend({
      region: z.string(),
      name: z.string(),
      /** Watched people; the rate is cases per 1,000 of them. */
      people: n,
      rate: z.number().nullable(),
      /** `suppressed`: too few people for a rate; `not_looked_at`: nobody is watched there; `none`: watched, and no case. */
      state: z.enum(['value', 'suppressed', 'not_looked_at', 'none']),
    }),
  ),
  /** Regencies and cities in scope, and those where anybody is watched. */
  coverage: z.object({ regencies: n, watched: n, people: n }),
  agreement: KappaView.extend({ by_label: z.array(KappaView.extend({ label: z.string() })) }),
  contests: z.array(z.object({ id: z.string(), name: z.string().nullable(), cases: n })),
  elections: z.array(
    z.object({ id: z.string(), name: z.string().nullable(), cases: n, stages: z.array(z.object({ stage: z.string(), from: z.string(), to: z.string() })) }),
  ),
});

export const BalanceView = z.object({
  contest: z.string(),
  /** In the order of the ballot; last, with null, cases that name none of them. */
  rows: z.array(
    Counts.extend({
      contestant: z.string().nullable(),
      name: z.string().nullable(),
      ballot_number: z.number().nullable(),
      support: n,
      attack: n,
      /** This contestant's part of all flags of the contest. */
      of_flags: ShareView,
      upheld_share: ShareView,
    }),
  ),
});
