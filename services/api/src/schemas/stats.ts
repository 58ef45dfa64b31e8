/** Statistics as they are released, for everybody. */
import { MEASURES, RELEASE_TABLES, RegionCode } from '@pantau/domain';
import { z } from 'zod';
import { API } from '../limits.ts';

const n = z.number().int();
const limit = z.coerce.number().int().min(1).max(API.figureRowsMax).default(API.figureRowsDefault);
const cursor = z.string().max(200).optional();
const measure = z.enum(MEASURES).default('confirmed').describe('confirmed, forwarded: decisions that stood at the release. withdrawn: as they came');

export const PolicyView = z
  .object({
    version: n,
    k: z.object({ nation: n, province: n, regency: n, below: n }),
    below_published: z.boolean(),
    interval_min: n,
    rounding: z.string(),
    tiers: z.string(),
    revision: z.string(),
    periods: z.string(),
    free_combinations: z.boolean(),
  })
  .describe('How figures are withheld. The same object is in every answer and was kept with the release.');

const CoverageView = z.array(
  z.object({
    day: z.string(),
    platform: z.string(),
    registered: n.describe('Accounts registered under a legal basis when the release was made'),
    polled: n.describe('Accounts whose platform answered that day'),
    fresh: n.describe('Of these, answered before the next look was due'),
    failed: n.describe('Accounts the platform gave no answer for: a gap, not a silence'),
    forbidden: n.describe('Accounts that policy, basis or platform forbade to look at'),
  }),
);

const ReleaseHead = z.object({
  week: z.string(),
  made_at: z.iso.datetime(),
  block_from: z.string().nullable().describe('First Monday of the four weeks whose tables this release brings; null: only the week'),
});
export const ReleasesQuery = z.strictObject({ cursor, limit });
export const ReleasesView = z.object({ policy: PolicyView, data: z.array(ReleaseHead), next_cursor: z.string().nullable() }).meta({
  examples: [
    {
      policy: {
        version: 1,
        k: { nation: 5, province: 5, regency: 5, below: 10 },
        below_published: false,
        interval_min: 4,
        rounding: 'none: counts are exact or withheld; zero is shown',
        tiers: 'public and keyed readers get the same figures',
        revision: 'a released figure is never changed',
        periods: 'week: nation and provinces; four weeks: regencies and cities',
        free_combinations: false,
      },
      data: [{ week: '2024-09-23', made_at: '2024-10-01T00:10:00.000Z', block_from: null }],
      next_cursor: null,
    },
  ],
});

export const ReleaseParams = z.object({
  release: z
    .string()
    .regex(/^(latest|\d{4}-\d{2}-\d{2})$/)
    .describe('`latest`, or the Monday of a released week'),
});
export const ReleaseView = ReleaseHead.extend({
  policy: PolicyView,
  tables: z.array(z.enum(RELEASE_TABLES)),
  measures: z.array(z.enum(MEASURES)),
  coverage: CoverageView,
});

export const TableParams = ReleaseParams.extend({ table: z.enum(RELEASE_TABLES) });
export const TableQuery = z.strictObject({
  measure,
  region: RegionCode.optional().describe('This region and what lies in it'),
  top: z.coerce.number().int().min(1).max(100).optional().describe('Only the largest figures shown, totals left out; not with a cursor'),
  cursor,
  limit,
});
const Figure = z.object({
  region: z.string().describe('Kemendagri code; ID: the nation; PP.00: the own offices of a province'),
  region_name: z.string().nullable(),
  part: z.string().describe('Label, direction or phase; empty: all of them'),
  value: n.nullable().describe('Null: withheld. A row that is absent is zero'),
});
export const TableView = ReleaseHead.extend({
  policy: PolicyView,
  coverage: CoverageView,
  table: z.enum(RELEASE_TABLES),
  measure: z.enum(MEASURES),
  data: z.array(Figure),
  next_cursor: z.string().nullable(),
});
export const CsvQuery = z.strictObject({ measure, bom: z.enum(['yes', 'no']).default('no').describe('A byte order mark, for spreadsheet programs') });

export const SeriesQuery = z.strictObject({
  measure,
  region: z
    .string()
    .regex(/^(ID|\d{2})$/, 'weekly figures are of the nation and of provinces')
    .default('ID'),
  cursor,
  limit,
});
export const SeriesView = z.object({
  policy: PolicyView,
  measure: z.enum(MEASURES),
  region: z.string(),
  data: z.array(z.object({ week: z.string(), value: n.nullable() })),
  next_cursor: z.string().nullable(),
});
