/** From spans to segments: overlapping spans are split where any of them begins or ends; no character is lost or doubled. */
import { AGAINST_KINDS } from './texts.js';

export function classOf(span) {
  if (span.kind === 'contestant' || span.kind === 'ambiguous') return 'contestant';
  if ((span.weight ?? 0) < 0 || span.kind.startsWith('not ')) return 'mitigating';
  return AGAINST_KINDS.has(span.kind) ? 'attack' : 'support';
}

const RANK = { attack: 3, support: 2, mitigating: 1, contestant: 0 };

/** `[{text, spans}]` in order; `spans` is empty for plain text. Offsets are UTF-16, as JavaScript counts. */
export function segments(text, spans) {
  const usable = spans.filter((s) => s.start >= 0 && s.end > s.start && s.end <= text.length);
  const cuts = [...new Set([0, text.length, ...usable.flatMap((s) => [s.start, s.end])])].sort((a, b) => a - b);
  const out = [];
  for (let i = 0; i + 1 < cuts.length; i++) {
    const [from, to] = [cuts[i], cuts[i + 1]];
    const here = usable.filter((s) => s.start <= from && s.end >= to).sort((a, b) => RANK[classOf(b)] - RANK[classOf(a)]);
    out.push({ text: text.slice(from, to), spans: here });
  }
  return out;
}
