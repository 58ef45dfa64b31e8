/** How heavily an alert weighs for an office that wants only the weighty ones; from the label, never from the score. */
import type { AlertEvent } from './alerts.ts';
import { severityOf } from './priority.ts';
import type { Label } from './vocabulary.ts';

export type { AlertEvent };
export type AlertSeverity = 'low' | 'medium' | 'high';

const HIGH_FROM = 1;
const MEDIUM_FROM = 0.65;

export function alertSeverity(label: Label): AlertSeverity {
  const s = severityOf(label);
  return s >= HIGH_FROM ? 'high' : s >= MEDIUM_FROM ? 'medium' : 'low';
}
