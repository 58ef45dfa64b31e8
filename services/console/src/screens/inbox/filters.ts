/** The filters of the queue as they stand in the address, and what they ask of the API. */
import type { CaseFilters } from '../../api/types.ts';
import { REVIEWERS, type Session } from '../../app/session.tsx';

const OPEN = 'FLAGGED,IN_REVIEW';

export const VIEWS = {
  terbuka: { state: OPEN },
  bebas: { state: OPEN, holder: 'free' },
  saya: { holder: 'mine' },
  dikonfirmasi: { state: 'CONFIRMED' },
  diteruskan: { state: 'FORWARDED' },
  bukan: { state: 'DISMISSED' },
  semua: {},
} as const satisfies Record<string, CaseFilters>;
export type View = keyof typeof VIEWS;

const LABELS = [
  'VOTE_CALL',
  'PRAISE_SUPPORT',
  'ATTACK',
  'ENGAGE',
  'PHOTO_SYMBOL',
  'PROPS',
  'ATTEND',
  'TEAM_ROLE',
  'PARTY_MEMBER',
  'SELF_CANDIDACY',
  'MOBILISE',
  'STATE_FACILITY',
] as const;
const PHASES = ['OFF', 'PRE', 'SET', 'CAMP', 'QUIET', 'VOTE', 'POST'] as const;
const BANDS = ['flag', 'review'] as const;
export const CHOICES = { label: LABELS, phase: PHASES, band: BANDS } as const;

export interface InboxFilters {
  tampilan?: View;
  region?: string;
  label?: (typeof LABELS)[number];
  phase?: (typeof PHASES)[number];
  band?: (typeof BANDS)[number];
}

/** Anything may stand in an address; what is not a filter is left out. */
export function readFilters(search: Record<string, unknown>): InboxFilters {
  const one = <T extends string>(list: readonly T[], value: unknown): T | undefined => list.find((x) => x === value);
  const filters = {
    tampilan: one(Object.keys(VIEWS) as View[], search.tampilan),
    region: typeof search.region === 'string' || typeof search.region === 'number' ? regionOf(String(search.region)) : undefined,
    label: one(LABELS, search.label),
    phase: one(PHASES, search.phase),
    band: one(BANDS, search.band),
  };
  return Object.fromEntries(Object.entries(filters).filter(([, v]) => v !== undefined));
}

const regionOf = (code: string): string | undefined => (/^\d{2}(\.\d{2})?$/.test(code) ? code : undefined);

/** Those who review begin with what is open, others with what they act on. */
export function usualView(session: Session): View {
  if (session.has(...REVIEWERS)) return 'terbuka';
  return session.has('personnel_office') ? 'diteruskan' : 'dikonfirmasi';
}

export function apiFilters(filters: InboxFilters, usual: View): CaseFilters {
  const { tampilan = usual, ...rest } = filters;
  return { ...VIEWS[tampilan], ...rest };
}
