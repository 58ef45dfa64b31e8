/** The filters of the queue as they stand in the address, and what they ask of the API. */
import type { CaseFilters, CaseRow, CaseSort } from '../../api/types.ts';
import { REVIEWERS } from '../../app/roles.ts';
import type { Session } from '../../app/session.tsx';
import { type FigureFilters, readFigureFilters } from './figure-filters.ts';

const OPEN = ['FLAGGED', 'IN_REVIEW'];

export const VIEWS = {
  terbuka: { state: OPEN },
  bebas: { state: OPEN, holder: 'free' },
  saya: { holder: 'mine' },
  lewat: { overdue: 'true' },
  dikonfirmasi: { state: ['CONFIRMED'] },
  temuan: { state: ['FINDING', 'REGISTERED', 'CLARIFICATION', 'CRIMINAL_TRACK'] },
  diteruskan: { state: ['FORWARDED', 'PPK_EXAM', 'DECIDED', 'APPEALED'] },
  bukan: { state: ['DISMISSED'] },
  semua: {},
} as const satisfies Record<string, Readonly<{ [K in keyof CaseFilters]: CaseFilters[K] | readonly string[] }>>;
export type View = keyof typeof VIEWS;
const VIEW_NAMES = Object.keys(VIEWS) as View[];
/** What a personnel office has a use for. */
const OFFICE_VIEWS: readonly View[] = ['diteruskan', 'lewat', 'semua'];
/** Holding a case is for those who review. */
const REVIEW_VIEWS: readonly View[] = ['bebas', 'saya'];

const BANDS = ['flag', 'review'] as const;
const SORTS = ['priority', 'due'] as const;

/** What a list offers: the codes of the API's own vocabulary. */
export const choicesOf = ({ vocabulary }: Session) => ({ label: vocabulary.labels, phase: vocabulary.phases, band: BANDS });

export interface InboxFilters extends FigureFilters {
  tampilan?: View;
  region?: string;
  label?: CaseRow['label'];
  phase?: CaseRow['phase'];
  band?: (typeof BANDS)[number];
  sort?: (typeof SORTS)[number];
  /** Words of the post. */
  q?: string;
  /** Posts with nearly the same text. */
  group?: number;
}

const WORDS_MIN = 2;
const WORDS_MAX = 200;

/** Anything may stand in an address; what is not a filter is left out. */
export function readFilters(search: Record<string, unknown>): InboxFilters {
  const one = <T extends string>(list: readonly T[], value: unknown): T | undefined => list.find((x) => x === value);
  const words = typeof search.q === 'string' ? search.q.trim().slice(0, WORDS_MAX) : '';
  const group = Number(search.group);
  const filters = {
    tampilan: one(VIEW_NAMES, search.tampilan),
    region: typeof search.region === 'string' ? regionOf(search.region) : undefined,
    label: code<CaseRow['label']>(search.label),
    phase: code<CaseRow['phase']>(search.phase),
    band: one(BANDS, search.band),
    sort: one(SORTS, search.sort),
    q: words.length >= WORDS_MIN ? words : undefined,
    group: Number.isSafeInteger(group) && group > 0 ? group : undefined,
    ...readFigureFilters(search),
  };
  return Object.fromEntries(Object.entries(filters).filter(([, v]) => v !== undefined));
}

/** Whether it is one of the vocabulary is known once somebody is signed in (`within`). */
const code = <T extends string>(value: unknown): T | undefined => (typeof value === 'string' && /^[A-Z_]{2,40}$/.test(value) ? (value as T) : undefined);

/** Without the codes that the vocabulary does not have. */
export function within(filters: InboxFilters, { vocabulary }: Session): InboxFilters {
  const { label, phase, ...rest } = filters;
  return {
    ...rest,
    ...(label && vocabulary.labels.includes(label) ? { label } : {}),
    ...(phase && vocabulary.phases.includes(phase) ? { phase } : {}),
  };
}

const regionOf = (code: string): string | undefined => (/^\d{2}(\.\d{2})?$/.test(code) ? code : undefined);

/** Those who review begin with what is open, others with what they act on. */
export function usualView(session: Session): View {
  if (session.has(...REVIEWERS)) return 'terbuka';
  if (session.has('personnel_office')) return 'diteruskan';
  return session.has('handling_officer') ? 'temuan' : 'dikonfirmasi';
}

export function viewsFor(session: Session): readonly View[] {
  if (session.me.roles.every((r) => r.role === 'personnel_office')) return OFFICE_VIEWS;
  return session.has(...REVIEWERS) ? VIEW_NAMES : VIEW_NAMES.filter((v) => !REVIEW_VIEWS.includes(v));
}

/** Without the order, which counting and taking the next case do not know. */
export function apiFilters({ tampilan, sort: _order, label, phase, ...rest }: InboxFilters, usual: View): CaseFilters {
  const view: { readonly [K in keyof CaseFilters]: CaseFilters[K] | readonly string[] } = VIEWS[tampilan ?? usual];
  return { ...(view as CaseFilters), ...rest, ...(label ? { label: [label] } : {}), ...(phase ? { phase: [phase] } : {}) };
}

export const sortOf = (filters: InboxFilters): CaseSort => filters.sort ?? 'priority';
