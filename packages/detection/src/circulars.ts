/** Local circulars: acts they add, and responses they bar. */
import type { Circular, PostLine } from '@pantau/domain';
import { regionWithin } from '@pantau/domain';
import { type Decision, type Fields, GREY_SCORE, RANK } from './decision.ts';
import type { EngineState } from './engine-state.ts';

/** Local circulars add acts, and turn a plain mention into a review where they bar any response. */
export function withCirculars(s: EngineState, post: PostLine, day: string, d: Decision, fields: Fields): Decision {
  let out = d;
  for (const c of s.circulars) {
    if (!binds(c, post, day)) continue;
    for (const add of c.adds) {
      if (!add.labels.includes(out.label)) continue;
      if (out.label === 'NONE' && !aboutContest(fields)) continue;
      if (out.exemption === 'HN-28' || out.exemption === 'HN-29' || out.phase === 'OFF') continue;
      if (
        out.label === 'NONE' &&
        (out.exemption === 'HN-06' || out.exemption === 'HN-04' || out.exemption === 'HN-08' || out.exemption === 'HN-20' || out.exemption === 'HN-30')
      )
        continue;
      // A circular adds an act and lifts a clear post to review; it does not turn a doubt into a flag.
      const lifted = add.verdict === 'flag' && out.label !== 'NONE' ? out.verdict : 'review';
      const verdict = RANK[lifted] > RANK[out.verdict] ? lifted : out.verdict;
      out = {
        ...out,
        verdict,
        acts: out.acts.includes(add.act) ? out.acts : [...out.acts, add.act],
        score: verdict === out.verdict ? out.score : Math.max(out.score, GREY_SCORE),
        reason: `${out.reason}; circular ${c.number}`,
      };
    }
  }
  return out;
}

function binds(c: Circular, post: PostLine, day: string): boolean {
  if (!regionWithin(post.author.region, c.jurisdiction) || day < c.from) return false;
  if (c.to !== null && c.to !== undefined && day > c.to) return false;
  return c.applies_to.includes(post.author.employment_status);
}

function aboutContest(fields: Fields): boolean {
  return [...fields.own, ...(fields.shared ? [fields.shared] : [])].some((f) => f.targets.length > 0);
}
