/** Which label of domain.md 1.3 the evidence carries, and which acts follow from label, phase, election and employment. */
import { actByCode, type EmploymentStatus, type Label, type Phase } from '@pantau/domain';
import { CUE_INDEX } from './cues.ts';
import type { FeatureVector } from './features.ts';
import type { Reading } from './reading.ts';

/** A longer answer speaks for itself: its own words decide the label. */
const REPLY_WORDS = 12;

function says(r: Reading, cue: number): boolean {
  for (const h of r.cues) if (h.cue === cue && !h.negated) return true;
  return false;
}

/** `answers`: the post answers the contestant's own account, or passes on what it wrote. */
export function labelOf(f: FeatureVector, r: Reading, answers: boolean, field: string): Label {
  // "Jangan salah pilih, tetap X": a warning without an object beside words for the contestant is not aimed at them.
  const warned = f.get('novote_object') === 0 && f.get('choice_near') + f.get('tag_campaign') + f.get('win_near') + f.get('prefer_beside') > 0;
  if (f.get('novote_near') > 0 && f.get('vote_object') === 0 && !warned) return 'ATTACK';
  if (says(r, CUE_INDEX.self) && says(r, CUE_INDEX.elect) && says(r, CUE_INDEX.first)) return 'SELF_CANDIDACY';
  if (f.get('mobil_near') + f.get('order_near') > 0) return 'MOBILISE';
  if (f.get('facil_near') > 0) return 'STATE_FACILITY';
  if (f.get('vote_object') > 0) return 'VOTE_CALL';
  if (f.get('team_near') > 0 && f.get('third_near') * f.get('report_near') === 0) return 'TEAM_ROLE';
  if (f.get('props_near') > 0 && (says(r, CUE_INDEX.offer) || says(r, CUE_INDEX.first) || field === 'ocr')) return 'PROPS';
  if (f.get('attend_near') > 0) return 'ATTEND';
  if (answers && r.words <= REPLY_WORDS) return 'ENGAGE';
  if (f.get('share_near') > 0) return 'ENGAGE';
  const praises = f.get('praise_near') + f.get('credit_near') + f.get('pray_near') + f.get('love_near') + f.get('back_near');
  if (f.get('vote_near') > 0) return 'VOTE_CALL';
  if (f.get('number_form') > 0 && f.get('photo_near') === 0 && praises === 0) return 'VOTE_CALL';
  if (f.get('photo_near') > 0 || (f.get('gesture_near') > 0 && f.get('praise_near') + f.get('win_near') + f.get('back_near') === 0)) return 'PHOTO_SYMBOL';
  if (field === 'ocr') return 'PROPS';
  return 'PRAISE_SUPPORT';
}

const PRE_ACTS: Partial<Record<Label, string[]>> = {
  VOTE_CALL: ['SKB-KE-02'],
  PRAISE_SUPPORT: ['SKB-KE-02'],
  ATTACK: ['SKB-KE-02'],
  ENGAGE: ['SKB-KE-04'],
  PHOTO_SYMBOL: ['SKB-KE-05'],
  PROPS: ['SKB-KE-01'],
  ATTEND: ['SKB-KE-03', 'SKB-KE-06'],
  TEAM_ROLE: ['SKB-DS-09'],
  PARTY_MEMBER: ['SKB-DS-05', 'ASN23-52J'],
  SELF_CANDIDACY: ['SKB-DS-03', 'SKB-KE-01'],
  MOBILISE: ['SKB-DS-08', 'SKB-DS-11', 'PP94-5N-6', 'PP94-5N-7', 'PEM17-283'],
  STATE_FACILITY: ['PIL16-71-3', 'SKB-DS-12'],
};
const SET_ACTS: Partial<Record<Label, string[]>> = {
  VOTE_CALL: ['SKB-DS-02'],
  PRAISE_SUPPORT: ['SKB-DS-02'],
  ATTACK: ['SKB-DS-02', 'PP94-5N-5'],
  ENGAGE: ['SKB-DS-06'],
  PHOTO_SYMBOL: ['SKB-DS-07', 'PP94-5N-2'],
  PROPS: ['SKB-DS-01'],
  ATTEND: ['SKB-DS-04', 'PP94-5N-1'],
  TEAM_ROLE: ['SKB-DS-10', 'PEM17-280-3'],
  PARTY_MEMBER: ['SKB-DS-05', 'ASN23-52J'],
  MOBILISE: ['SKB-DS-08', 'PP94-5N-3', 'PP94-5N-6', 'PEM17-283'],
  STATE_FACILITY: ['PP94-5N-4', 'SKB-DS-12'],
};

export interface ActInput {
  label: Label;
  phase: Phase;
  election: 'PEMILU' | 'PILKADA';
  employment: EmploymentStatus;
  /** The call is aimed at staff, family or the public around the author. */
  addressesStaff: boolean;
  spouseWithoutLeave: boolean;
  onLeave: boolean;
}

const PNS: readonly EmploymentStatus[] = ['PNS', 'CPNS'];
const POSTED: readonly Label[] = ['VOTE_CALL', 'PRAISE_SUPPORT', 'ATTACK', 'PROPS', 'ATTEND', 'STATE_FACILITY'];
const PROMOTION: readonly Label[] = ['VOTE_CALL', 'PRAISE_SUPPORT', 'PROPS', 'PHOTO_SYMBOL', 'ATTEND', 'TEAM_ROLE', 'ENGAGE', 'MOBILISE'];

/** Acts in the order of the table of domain.md 1.3, kept when the catalogue allows phase, election and employment. */
export function actsFor(i: ActInput): string[] {
  const codes = [...((i.phase === 'PRE' || i.phase === 'OFF' ? PRE_ACTS : SET_ACTS)[i.label] ?? [])];
  if (i.label === 'VOTE_CALL' && i.phase !== 'PRE' && i.addressesStaff) codes.push('SKB-DS-08');
  // After the vote the online-campaign acts have ended; posting itself is still an act (DS-06 runs to the inauguration).
  if (i.phase === 'POST' && POSTED.includes(i.label)) codes.push('SKB-DS-06');
  if (i.label === 'ATTEND' && i.spouseWithoutLeave) codes.unshift('SKB-KE-07');
  if ((i.phase === 'QUIET' || i.phase === 'VOTE') && PROMOTION.includes(i.label)) codes.push('PEM17-492');
  const kept = codes.filter((code) => isAdmissible(code, i));
  if (i.employment === 'NON_ASN' && kept.length > 0) kept.push('NON-01');
  return kept;
}

function isAdmissible(code: string, i: ActInput): boolean {
  const act = actByCode(code);
  if (act === undefined || !act.phases.includes(i.phase)) return false;
  if (act.only !== undefined && act.only !== i.election) return false;
  if (act.pnsOnly === true && !PNS.includes(i.employment)) return false;
  // Unpaid leave lifts the ban on seeking a nomination and on a spouse's campaign, nothing else (HN-15).
  return !(i.onLeave && (code === 'SKB-DS-03' || code === 'SKB-KE-07'));
}
