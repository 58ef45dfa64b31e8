import type { CaseView } from '../../api/types.ts';
import { REVIEWERS } from '../../app/roles.ts';
import type { Session } from '../../app/session.tsx';

/** Who reviews sees the posts of the group side by side, others in the queue; null when it has none. */
export function groupOf(c: CaseView, session: Session) {
  if (!c.group || c.group.similar === 0) return null;
  if (session.has(...REVIEWERS) && ['FLAGGED', 'IN_REVIEW'].includes(c.state))
    return { to: '/kelompok/$groupId', params: { groupId: String(c.group.id) } } as const;
  return { to: '/antrean', search: { tampilan: 'semua', group: c.group.id } } as const;
}
