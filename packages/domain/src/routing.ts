/**
 * To whom an alert goes, decided without I/O. Who appoints a person comes first, then the agency, then the region: about a fifth
 * of the civil service is not in regional government, and the office of the town they live in has no business with them.
 */
import { type AlertEvent, type AlertSeverity, alertSeverity } from './alert-severity.ts';
import { regionWithin } from './regions.ts';
import type { Label } from './vocabulary.ts';

/** One line of the routing table. `null` and an empty list mean "any". */
export interface Route {
  id: number;
  authority: string | null;
  agency: string | null;
  region: string;
  events: readonly AlertEvent[];
  labels: readonly Label[];
  severityMin: AlertSeverity;
  active: boolean;
}

export interface RoutedCase {
  authority: string | null;
  agency: string;
  region: string;
  event: AlertEvent;
  label: Label;
}

/** Why nobody was told: no line fits, or at every office that fits the person or a relative handles cases. */
export type WaitReason = 'no_recipient' | 'conflict_of_interest';
export type Routed = { to: number[]; waits?: undefined } | { to: []; waits: WaitReason };

const SEVERITIES: readonly AlertSeverity[] = ['low', 'medium', 'high'];

/** Names of agencies are typed by people: case and spaces do not make two of one. */
export const agencyKey = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();

const sameName = (a: string | null, b: string | null): boolean => a !== null && b !== null && agencyKey(a) === agencyKey(b);

/** Does the line take this kind of alert at all, whoever it is about? */
const takes = (r: Route, c: RoutedCase): boolean =>
  r.active &&
  r.events.includes(c.event) &&
  (r.labels.length === 0 || r.labels.includes(c.label)) &&
  SEVERITIES.indexOf(alertSeverity(c.label)) >= SEVERITIES.indexOf(r.severityMin);

/** The nearest step on which some line fits; a line of a later step never adds to an earlier one. */
export function linesFor(routes: readonly Route[], c: RoutedCase): Route[] {
  const open = routes.filter((r) => takes(r, c));
  const byAuthority = open.filter((r) => sameName(r.authority, c.authority) && (r.agency === null || sameName(r.agency, c.agency)));
  if (byAuthority.length > 0) return byAuthority;
  const byAgency = open.filter((r) => r.authority === null && sameName(r.agency, c.agency));
  if (byAgency.length > 0) return byAgency;
  return open.filter((r) => r.authority === null && r.agency === null && regionWithin(c.region, r.region));
}

/** `unsafe`: lines whose office has the person or a declared relative among those who handle its cases. */
export function routeAlert(routes: readonly Route[], c: RoutedCase, unsafe: ReadonlySet<number>): Routed {
  const lines = linesFor(routes, c);
  if (lines.length === 0) return { to: [], waits: 'no_recipient' };
  const to = lines.filter((r) => !unsafe.has(r.id)).map((r) => r.id);
  return to.length === 0 ? { to: [], waits: 'conflict_of_interest' } : { to };
}

export interface Gap {
  event: AlertEvent;
  label: Label;
  region: string;
}

/** Combinations of kind and region that no line by region takes: shown when the table is saved, and tested. */
export function routingGaps(routes: readonly Route[], o: { regions: readonly string[]; events: readonly AlertEvent[]; labels: readonly Label[] }): Gap[] {
  return o.regions.flatMap((region) =>
    o.events.flatMap((event) =>
      o.labels.flatMap((label) => (linesFor(routes, { authority: null, agency: '', region, event, label }).length === 0 ? [{ event, label, region }] : [])),
    ),
  );
}

/** Who oversees the merit system on a day: data, because it changed in 2024 and will change again (MK 121/PUU-XXII/2024). */
export interface OversightBody {
  name: string;
  validFrom: string;
  /** Exclusive; null: until further notice. */
  validTo: string | null;
}

/** Null when the table has no body for the day: then nobody is written to until somebody enters it. */
export function bodyOn(bodies: readonly OversightBody[], day: string): OversightBody | null {
  return bodies.find((b) => b.validFrom <= day && (b.validTo === null || day < b.validTo)) ?? null;
}

/** What is wrong with a table of bodies: two at once, a day without one, or a line that ends before it begins. */
export function bodyFaults(bodies: readonly OversightBody[]): string[] {
  const all = [...bodies].sort((a, b) => a.validFrom.localeCompare(b.validFrom));
  return all.flatMap((b, i) => {
    if (b.validTo !== null && b.validTo <= b.validFrom) return [`${b.name} ends before it begins`];
    const next = all[i + 1];
    if (next === undefined) return b.validTo === null ? [] : [`nobody is named from ${b.validTo} on`];
    if (b.validTo === null || b.validTo > next.validFrom) return [`${b.name} and ${next.name} hold office at the same time`];
    return b.validTo < next.validFrom ? [`nobody is named from ${b.validTo} to ${next.validFrom}`] : [];
  });
}
