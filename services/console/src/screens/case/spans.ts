/** From spans to segments: overlapping spans are split where any of them begins or ends; no character is lost or doubled. */
import type { Span } from '../../api/types.ts';

export type SpanClass = 'attack' | 'support' | 'mitigating' | 'contestant';

const AGAINST_KINDS: readonly string[] = ['novote', 'critic', 'mock', 'attack'];
const RANK: Record<SpanClass, number> = { attack: 3, support: 2, mitigating: 1, contestant: 0 };

export function classOf(span: Pick<Span, 'kind' | 'weight'>): SpanClass {
  if (span.kind === 'contestant' || span.kind === 'ambiguous') return 'contestant';
  if ((span.weight ?? 0) < 0 || span.kind.startsWith('not ')) return 'mitigating';
  return AGAINST_KINDS.includes(span.kind) ? 'attack' : 'support';
}

export interface Segment<S> {
  text: string;
  start: number;
  spans: S[];
}

/** In order; `spans` is empty for plain text, else the one that says most comes first. Offsets are UTF-16, as JavaScript counts. */
export function segments<S extends Pick<Span, 'start' | 'end' | 'kind' | 'weight'>>(text: string, spans: readonly S[]): Segment<S>[] {
  const usable = spans.filter((s) => s.start >= 0 && s.end > s.start && s.end <= text.length);
  const cuts = [...new Set([0, text.length, ...usable.flatMap((s) => [s.start, s.end])])].sort((a, b) => a - b);
  return cuts.slice(1).map((to, i) => {
    const from = cuts[i] ?? 0;
    const here = usable.filter((s) => s.start <= from && s.end >= to).sort((a, b) => RANK[classOf(b)] - RANK[classOf(a)]);
    return { text: text.slice(from, to), start: from, spans: here };
  });
}
