/** Pure facts about region codes: containment and time zones. */
import { NATION } from './vocabulary.ts';

/** True when `region` lies inside `scope` (or is it). `ID` contains everything. */
export function regionWithin(region: string, scope: string): boolean {
  return scope === NATION || region === scope || region.startsWith(`${scope}.`);
}

/** `16.73.01` → [`16.73.01`, `16.73`, `16`, `ID`]: the scopes that contain a region, narrowest first. */
export function regionAncestors(region: string): string[] {
  const out: string[] = [];
  for (let r = region; r !== NATION && r.length > 0; r = r.includes('.') ? r.slice(0, r.lastIndexOf('.')) : '') out.push(r);
  out.push(NATION);
  return out;
}

export type Zone = 'WIB' | 'WITA' | 'WIT';
const OFFSET_HOURS: Record<Zone, number> = { WIB: 7, WITA: 8, WIT: 9 };

/** The zone of a region by its province code; the nation is shown in WIB. Source: Keppres 41/1987. */
export function zoneOf(region: string): Zone {
  const province = Number(region.slice(0, 2));
  if (Number.isNaN(province)) return 'WIB';
  if (province >= 81) return 'WIT';
  if ((province >= 51 && province <= 53) || (province >= 63 && province <= 76)) return 'WITA';
  return 'WIB';
}

/** The calendar day `YYYY-MM-DD` at a moment, as people in the region count it. */
export function localDay(at: Date, region: string): string {
  return new Date(at.getTime() + OFFSET_HOURS[zoneOf(region)] * 3_600_000).toISOString().slice(0, 10);
}
