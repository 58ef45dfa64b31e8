/**
 * Signs the end of the log's chain of each day that is over, and has the signature stamped where an authority is configured.
 * Any number of copies may do it; what one dies over is done by the next turn.
 */
import { foldAudit, type Handle, keepStamp, requestTimestamp, type Signer, signDays, type TimestampAuthority, unstampedRoots } from '@pantau/store';
import type { AuditEvents } from './events.ts';
import { ALERTS } from './limits.ts';

export interface AuditRootsDeps {
  db: Handle;
  signer: Signer;
  /** Null: roots are signed and not stamped. */
  authority: TimestampAuthority | null;
  events: AuditEvents;
  clock: () => Date;
}

export async function keepAuditRoots(o: AuditRootsDeps): Promise<void> {
  await foldAudit(o.db);
  for (const day of await signDays(o.db, o.signer, o.clock())) o.events.rootSigned(day);
  if (!o.authority) return;
  for (const root of await unstampedRoots(o.db, ALERTS.stampsPerTurn)) {
    try {
      await keepStamp(o.db, root.day, await requestTimestamp(o.authority, root.signature), o.clock());
      o.events.rootStamped(root.day);
    } catch (err) {
      // The others would fail as well; the root is signed, and its stamp is asked for again in an hour.
      return o.events.stampFailed(root.day, err);
    }
  }
}
