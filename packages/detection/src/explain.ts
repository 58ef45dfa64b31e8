/** How a verdict came about, as data and as text for people. */
import type { PostLine, Verdict } from '@pantau/domain';
import { CUES } from './cues.ts';
import { thresholdsFor } from './decision.ts';
import type { EngineState } from './engine-state.ts';
import { FEATURES } from './feature-names.ts';
import { FORM, FORM_NAME } from './names.ts';
import { normaliseWith } from './normalise.ts';
import { scorePost } from './score.ts';
import { stanceOf } from './stance.ts';

export interface Explanation {
  post: { id: string; text: string; region: string; posted_at: string; kind: string };
  normalised: string;
  mentions: { text: string; start: number; end: number; form: string; contestants: string[]; ambiguous: boolean; second_signal: boolean; field: string }[];
  cues: { text: string; start: number; end: number; cue: string; rule: string; negated: boolean; quoted: boolean; clause: number; field: string }[];
  targets: { contestant: string; probability: number; stance: string; features: { name: string; value: number; weight: number }[] }[];
  bias: number;
  thresholds: { flag: number; review: number };
  reason: string;
  verdict: Verdict;
}

export function explainPost(s: EngineState, post: PostLine): Explanation {
  const { verdict, decision, fields } = scorePost(s, post);
  const all = [...(fields?.own ?? []), ...(fields?.shared ? [fields.shared] : [])];
  const w = s.ruleset.weights;
  return {
    post: { id: post.id, text: post.text, region: post.author.region, posted_at: post.posted_at, kind: post.kind ?? 'post' },
    normalised: normaliseWith(s.lexicon, post.text).text,
    mentions: all.flatMap((f) =>
      f.reading.mentions
        .filter((m) => m.form !== FORM.reply)
        .map((m) => {
          const start = f.spans.start[m.from] as number;
          const end = f.spans.end[m.to - 1] as number;
          return {
            text: f.source.slice(start, end),
            start,
            end,
            form: FORM_NAME[m.form] ?? '',
            contestants: m.entities.map((e) => s.compiled.entities.id[e] as string),
            ambiguous: m.ambiguous,
            second_signal: m.weak,
            field: f.field,
          };
        }),
    ),
    cues: all.flatMap((f) =>
      f.reading.cues.map((c) => {
        const start = f.spans.start[c.from] as number;
        const end = f.spans.end[c.to - 1] as number;
        return {
          text: f.source.slice(start, end),
          start,
          end,
          cue: CUES[c.cue] as string,
          rule: s.compiled.ruleOrder[c.rule] ?? '',
          negated: c.negated,
          quoted: c.quoted,
          clause: f.reading.clause[c.from] as number,
          field: f.field,
        };
      }),
    ),
    targets: all.flatMap((f) =>
      f.targets.map((t) => ({
        contestant: s.compiled.entities.id[t.entity] as string,
        probability: t.probability,
        stance: stanceOf(s, t),
        features: FEATURES.map((name, i) => ({ name, value: t.features.x[i] as number, weight: w.flag[name] ?? 0 })).filter((x) => x.value !== 0),
      })),
    ),
    bias: w.bias,
    thresholds: thresholdsFor(s, decision?.label ?? 'NONE', verdict.phase),
    reason: decision?.reason ?? 'no contestant, no election word, no act: nothing to weigh',
    verdict,
  };
}

const BAND: Record<string, string> = {
  flag: 'DUGAAN (flag)',
  review: 'PERLU DILIHAT (review)',
  clear: 'BERSIH (clear)',
  incomplete: 'BELUM LENGKAP (incomplete)',
};

/** A page of plain text, in the order a reader asks: what was seen, what it meant, what it weighed, what follows. */
export function renderExplanation(e: Explanation): string {
  const out: string[] = [];
  const line = (s = ''): number => out.push(s);
  line(
    `Putusan      ${BAND[e.verdict.verdict] ?? e.verdict.verdict}   skor ${e.verdict.score.toFixed(3)}   ambang flag ${e.thresholds.flag} / review ${e.thresholds.review}`,
  );
  line(
    `Label        ${e.verdict.label}${e.verdict.direction ? ` (${e.verdict.direction})` : ''}   fase ${e.verdict.phase}   pasal ${e.verdict.acts.join(', ') || '–'}   pengecualian ${e.verdict.exemption ?? '–'}`,
  );
  line(`Sebab        ${e.reason}`);
  line(`Versi        aturan ${e.verdict.ruleset}, register ${e.verdict.register}`);
  line();
  line(`Teks         ${e.post.text}`);
  line(`Dibaca       ${e.normalised.replaceAll('\n', ' ⏎ ')}`);
  line();
  line('Sebutan peserta:');
  for (const m of e.mentions)
    line(
      `  ${m.start}–${m.end} "${m.text}" → ${m.contestants.join(' | ')}  [${m.form}${m.ambiguous ? ', AMBIGU' : ''}${m.second_signal ? ', perlu tanda kedua' : ''}, ${m.field}]`,
    );
  if (e.mentions.length === 0) line('  –');
  line('Penanda:');
  for (const c of e.cues)
    line(`  ${c.start}–${c.end} "${c.text}" → ${c.negated ? 'BUKAN ' : ''}${c.cue}  [${c.rule}, klausa ${c.clause}${c.quoted ? ', kutipan' : ''}, ${c.field}]`);
  if (e.cues.length === 0) line('  –');
  for (const t of e.targets) {
    line();
    line(`${t.contestant}: peluang ${t.probability.toFixed(3)}, sikap ${t.stance}`);
    line(`  dasar ${e.bias.toFixed(2)}`);
    for (const f of [...t.features].sort((a, b) => Math.abs(b.weight * b.value) - Math.abs(a.weight * a.value)))
      line(`  ${f.name.padEnd(18)} ${String(f.value).padStart(3)} × ${f.weight.toFixed(2)} = ${(f.value * f.weight).toFixed(2)}`);
  }
  return out.join('\n');
}
