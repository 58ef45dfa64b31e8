/** The engine on public reference texts. Floors, not results: the measured figures are in docs/DETECTION.md. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileEngine, evaluate, score } from '@pantau/detection';
import { Circulars, LabelLine, PostLine, Register, type Verdict } from '@pantau/domain';
import { describe, expect, it } from 'vitest';
import { referenceRegister } from './support/reference-register.ts';
import { judgedLabels, judgedRows, ORDINARY_FILES, referenceRows } from './support/reference-rows.ts';

const missing = !process.env.PANTAU_REFERENCE_DATA;
const corpus = join(import.meta.dirname, 'corpus');
const lines = (file: string): unknown[] =>
  readFileSync(join(corpus, file), 'utf8')
    .split('\n')
    .filter((l) => l !== '')
    .map((l) => JSON.parse(l) as unknown);

describe.skipIf(missing)('detection on reference texts [needs reference data]', () => {
  const engine = missing ? null : compileEngine({ register: referenceRegister() });
  const flag = (post: PostLine): boolean => score(engine as NonNullable<typeof engine>, post).verdict === 'flag';

  it('the two judgements agree beyond chance', () => {
    const [a, b] = [judgedLabels('a'), judgedLabels('b')];
    const ids = [...a.keys()].filter((id) => b.has(id));
    const same = ids.filter((id) => a.get(id)?.flag === b.get(id)?.flag).length / ids.length;
    const share = (m: typeof a): number => ids.filter((id) => m.get(id)?.flag === 1).length / ids.length;
    const chance = share(a) * share(b) + (1 - share(a)) * (1 - share(b));
    expect((same - chance) / (1 - chance)).toBeGreaterThan(0.9);
  });

  it('judged election posts of the test fold: F1 of flag', () => {
    let [tp, fp, fn] = [0, 0, 0];
    for (const row of judgedRows().filter((r) => r.fold === 'test')) {
      const said = flag(row.post);
      if (said && row.judged.flag) tp++;
      else if (said) fp++;
      else if (row.judged.flag) fn++;
    }
    expect((2 * tp) / (2 * tp + fp + fn)).toBeGreaterThan(0.82);
  });

  it('ordinary posts, Indonesian and regional, are hardly ever flagged', () => {
    const rows = ORDINARY_FILES.flatMap((f) => referenceRows(f));
    expect(rows.filter((r) => flag(r.post)).length).toBeLessThanOrEqual(1);
  });

  it('election information and headlines are hardly ever flagged', () => {
    const information = referenceRows('psa-negatives');
    expect(information.filter((r) => flag(r.post)).length / information.length).toBeLessThanOrEqual(0.005);
    const headlines = referenceRows('political-negatives').filter((r) => r.kind === 'news-headline');
    expect(headlines.filter((r) => flag(r.post)).length / headlines.length).toBeLessThanOrEqual(0.005);
  });

  it('the seed articles are clear, sentence by sentence, as own words and as shares', () => {
    const dir = join(process.env.PANTAU_REFERENCE_DATA ?? '', '..', 'seeds');
    if (!existsSync(dir)) return;
    const regions = ['16.73', '18.13', '64', '15.71', '36.74'];
    const at = ['2024-10-12', '2024-10-12', '2024-10-12', '2024-10-12', '2023-12-11'];
    readdirSync(dir)
      .filter((f) => f.endsWith('.txt'))
      .sort()
      .forEach((file, i) => {
        const text = readFileSync(join(dir, file), 'utf8');
        const base = { posted_at: `${at[i]}T12:00:00+07:00`, author: { region: regions[i], employment_status: 'PNS' } };
        for (const part of [text, ...text.split(/(?<=[.!?”])\s+/)]) {
          const own = PostLine.parse({ id: file, text: part, ...base });
          const share = PostLine.parse({ id: file, text: '', kind: 'share', shared_text: part, ...base });
          expect.soft(flag(own) ? part : '').toBe('');
          expect.soft(flag(share) ? part : '').toBe('');
        }
      });
  });
});

describe('detection on the corpus of own writing', () => {
  const register = Register.parse(JSON.parse(readFileSync(join(corpus, 'register.json'), 'utf8')));
  const circulars = Circulars.parse(JSON.parse(readFileSync(join(corpus, 'circulars.json'), 'utf8')));
  const engine = compileEngine({ register, circulars });
  const labels = new Map(
    lines('labels.jsonl')
      .map((l) => LabelLine.parse(l))
      .map((l) => [l.id, l]),
  );
  const rows = lines('posts.jsonl')
    .map((p) => PostLine.parse(p))
    .flatMap((post) => {
      const label = labels.get(post.id);
      return label ? [{ label, verdict: score(engine, post), text: post.text }] : [];
    });
  const result = evaluate(rows);

  it('has at least 1,500 labelled posts of both classes', () => {
    expect(rows.length).toBeGreaterThanOrEqual(1_500);
    expect(result.positives).toBeGreaterThan(400);
  });
  it('leaves no verdict incomplete', () => expect(rows.filter((r) => r.verdict.verdict === 'incomplete')).toEqual([]));
  it('keeps its precision and recall', () => {
    expect(result.precision.value).toBeGreaterThan(0.9);
    expect(result.recall.value).toBeGreaterThan(0.73);
  });
  describe('the local letters', () => {
    const verdictAt = (region: string, text: string, changes: Record<string, unknown> = {}): Verdict =>
      score(engine, PostLine.parse({ id: 'letter', text, posted_at: '2024-10-12T12:00:00+07:00', author: { region, employment_status: 'PNS' }, ...changes }));
    it('of Kaltim bars any response to the contest there, and nowhere else', () => {
      const text = 'Muslimin Abdurrasyid menghadiri debat kedua tadi malam';
      const there = verdictAt('64.72', text);
      expect([there.verdict, there.acts.includes('LOC-02')]).toEqual(['review', true]);
      expect(verdictAt('35.78', text).acts).toEqual([]);
      expect(verdictAt('64.72', 'rapat bulanan besok jam sembilan').verdict).toBe('clear');
    });
    it('of Kaltim binds civil servants, not contract staff, and not before its date', () => {
      const text = 'Muslimin Abdurrasyid menghadiri debat kedua tadi malam';
      expect(verdictAt('64.72', text, { author: { region: '64.72', employment_status: 'NON_ASN' } }).verdict).toBe('clear');
      expect(verdictAt('64.72', text, { posted_at: '2024-01-12T12:00:00+08:00' }).acts).toEqual([]);
    });
    it('of Jambi adds its act to a gesture shown for a contestant', () => {
      const text = 'foto bareng Edi Syafrizon, salam dua jari ✌';
      expect(verdictAt('15.71', text).acts).toContain('LOC-04');
      expect(verdictAt('16.73', 'foto bareng Zulkarnaen Mahesa, salam dua jari ✌').acts).not.toContain('LOC-04');
    });
    it('of Tangsel adds its act to a call to vote, also for a whole office', () => {
      const text = 'Ayo kita pilih Raka Prasetyawan Hadi tanggal 27 November';
      const v = verdictAt('36.74', text);
      expect([v.verdict, v.acts.includes('PP94-5N-6')]).toEqual(['flag', true]);
    });
  });
  it('hard negatives of all kinds are hardly ever flagged', () => {
    const negatives = rows.filter((r) => (r.label.exemption ?? null) !== null);
    expect(new Set(negatives.map((r) => r.label.exemption)).size).toBeGreaterThanOrEqual(28);
    expect(negatives.filter((r) => r.verdict.verdict === 'flag').length / negatives.length).toBeLessThan(0.04);
  });
  it('flags at least thirty partisan twins of neutral sentences', () => {
    const twins = rows.filter((r) => /twin/.test(r.label.group ?? '') && r.label.flag === 1);
    expect(twins.filter((r) => r.verdict.verdict === 'flag').length).toBeGreaterThanOrEqual(30);
  });
});
