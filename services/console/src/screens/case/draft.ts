/**
 * What was typed about a case and not sent yet. Kept beside the screens and not in them: a refusal, a lost lease, a look at
 * another case or a session that ended takes nothing away. Only in memory: it is about people.
 */
import { useState } from 'react';
import type { CaseView } from '../../api/types.ts';

export interface Draft {
  acts: readonly string[];
  exemption: string;
  reason: string;
}

const drafts = new Map<number, Draft>();

export function useDraft(c: CaseView | undefined, id: number): { draft: Draft; change: (patch: Partial<Draft>) => void; forget: () => void } {
  const [, redraw] = useState(0);
  const offered = new Set(c?.act_choices.map((a) => a.code));
  const draft = drafts.get(id) ?? { acts: c?.suggested.acts.filter((a) => offered.has(a)) ?? [], exemption: '', reason: '' };
  return {
    draft,
    change: (patch) => {
      drafts.set(id, { ...draft, ...patch });
      redraw((n) => n + 1);
    },
    forget: () => {
      drafts.delete(id);
      redraw((n) => n + 1);
    },
  };
}
