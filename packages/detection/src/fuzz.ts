/** Random and mutated texts against the engine: no throw, valid offsets, the same result twice. Deterministic by its seed. */
import type { PostLine, Verdict } from '@pantau/domain';

import { WORST_KINDS } from './worst-texts.ts';

export interface FuzzReport {
  texts: number;
  faults: { text: string; fault: string }[];
  slowest_ms: number;
}

const SEEDS: readonly string[] = [
  'ayo coblos nomor 2 ya gaes',
  'c0bl0s p1lih n0 2',
  'p i l i h  n o m o r  d u a',
  'semoga menang satu putaran aamiin 🔥✌🏽',
  '#LanjutkanDuaPeriode #CoblosNomor2',
  'ASN harus netral, dilarang kampanye',
  'kata "pilih dia" begitu bunyi spanduk',
  'survei: elektabilitas naik 5,5 persen https://t.co/x',
  '2️⃣ ☝️ ✌🏿 👨‍👩‍👧',
  'Ｐｉｌｉｈ ｎｏｍｏｒ ２ ﷺ ﷽',
  'соblоs раslоn',
  '@akun_resmi mantap pak!!!',
  'e\u0301\u0323\u0300 z\u0336a\u0336l\u0336g\u0336o\u0336',
  'prabowo gibran anies ganjar no 1 no 2 no 3',
  "PA pa' PBB pan pks pilih2 teman2nya coblo5",
  ...WORST_KINDS.map(([, unit]) => unit),
];
const ALPHABET = Array.from(
  'abcdefghijklmnopqrstuvwxyz0123456789 \n\t.,!?#@"\'-_*/()[]{}✌☝👍🔥❤️🏽\u200b\u200d\u0301\ufe0fаеоїﬁﷺ漢字あ한ا़ก𝐀𝓫🅰🇮🇩\ud83d\udc00\u0000',
);

/** xorshift32: small, seedable, good enough to choose mutations. */
function generator(seed: number): () => number {
  let x = seed | 0 || 1;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 0x1_0000_0000;
  };
}

const MAX_CHARS = 400;
const MAX_MUTATIONS = 12;

function randomText(next: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  let text = next() < 0.3 ? '' : pick(SEEDS);
  const edits = 1 + Math.floor(next() * MAX_MUTATIONS);
  for (let i = 0; i < edits && text.length < MAX_CHARS; i++) {
    const at = Math.floor(next() * (text.length + 1));
    const kind = next();
    if (kind < 0.35) text = text.slice(0, at) + pick(ALPHABET) + text.slice(at);
    else if (kind < 0.5) text = text.slice(0, at) + text.slice(at + 1 + Math.floor(next() * 3));
    else if (kind < 0.65) text = text.slice(0, at) + pick(ALPHABET).repeat(1 + Math.floor(next() * 20)) + text.slice(at);
    else if (kind < 0.85) text = `${text.slice(0, at)} ${pick(SEEDS)} ${text.slice(at)}`;
    else text = Array.from({ length: 1 + Math.floor(next() * 40) }, () => pick(ALPHABET)).join('');
  }
  return text.slice(0, MAX_CHARS);
}

/** The texts an evidence line may point into. */
function sourcesOf(post: PostLine, field: Verdict['evidence'][number]['field']): string[] {
  if (field === 'shared_text') return [post.shared_text ?? ''];
  if (field === 'ocr') return (post.media ?? []).map((m) => m.ocr_text ?? '');
  if (field === 'alt') return (post.media ?? []).map((m) => m.alt ?? '');
  return [post.text];
}

export function verdictFault(v: Verdict, again: Verdict, post: PostLine): string | null {
  if (v.verdict === 'incomplete') return 'incomplete: a detector threw';
  if (JSON.stringify(v) !== JSON.stringify(again)) return 'a second run gave another verdict';
  if (!(v.score >= 0 && v.score <= 1)) return `score ${v.score}`;
  for (const e of v.evidence) {
    const inside = sourcesOf(post, e.field).some((text) => e.start >= 0 && e.start < e.end && e.end <= text.length);
    if (!inside) return `offsets ${e.start}–${e.end} lie outside the ${e.field}`;
  }
  return null;
}

/** Mostly plain posts; now and then a share, a reply or a picture with words in it. */
function randomPost(next: () => number, id: string, region: string): PostLine {
  const kind = next();
  const base = { id, text: randomText(next), posted_at: '2024-10-12T12:00:00+07:00', kind: 'post', author: { region, employment_status: 'PNS' } };
  if (kind < 0.1) return { ...base, kind: 'share', shared_text: randomText(next) } as PostLine;
  if (kind < 0.15) return { ...base, kind: 'reply', reply_to: { platform: 'x', handle: randomText(next).slice(0, MAX_HANDLE) } } as PostLine;
  if (kind < 0.2) return { ...base, media: [{ alt: randomText(next), ocr_text: randomText(next) }] } as PostLine;
  return base as PostLine;
}

const MAX_HANDLE = 30;
const SEED = 20_241_127;
const MAX_FAULTS = 20;

export function fuzzTexts(score: (p: PostLine) => Verdict, texts: number, now: () => number, say: (line: string) => void): FuzzReport {
  const next = generator(SEED);
  const report: FuzzReport = { texts, faults: [], slowest_ms: 0 };
  const regions = ['ID', '16.73', '35.78', '64', '31.74'];
  for (let i = 0; i < texts; i++) {
    const post = randomPost(next, `f${i}`, regions[i % regions.length] as string);
    const before = now();
    const first = score(post);
    report.slowest_ms = Math.max(report.slowest_ms, now() - before);
    const fault = verdictFault(first, score(post), post);
    if (fault !== null && report.faults.length < MAX_FAULTS) report.faults.push({ text: JSON.stringify(post), fault });
    if ((i + 1) % 100_000 === 0) say(`fuzz: ${i + 1} texts, ${report.faults.length} faults`);
  }
  return report;
}
