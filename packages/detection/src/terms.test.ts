import { describe, expect, it } from 'vitest';
import { fixtureRegister, post } from '../test-support/fixture.ts';
import { compileEngine, explain, loadRuleset, type Ruleset, score } from './index.ts';
import type { TermWeights } from './terms.ts';
import { weightsFault } from './weights.ts';

const base = loadRuleset();
const withTerms = (terms: Record<string, TermWeights>): Ruleset => ({ ...base, weights: { ...base.weights, terms } });
const sum = (terms: Record<string, TermWeights>, text: string): number => {
  const engine = compileEngine({ register: fixtureRegister, ruleset: withTerms(terms) });
  const target = explain(engine, post(text)).targets[0];
  return target?.features.find((f) => f.name === 'terms')?.value ?? 0;
};

describe('learned words', () => {
  it('count once, near the contestant', () => {
    expect(sum({ 'w:rumah': [0.5, 0, 0] }, 'rumah dekat rumah Wirasena Padmatirta')).toBeCloseTo(0.5);
  });
  it('directly before and after are words of their own', () => {
    const terms: Record<string, TermWeights> = { '<:rumah': [1, 0, 0], '>:rumah': [2, 0, 0] };
    expect(sum(terms, 'ini rumah Wirasena Padmatirta')).toBeCloseTo(1);
    expect(sum(terms, 'Wirasena Padmatirta rumah siapa')).toBeCloseTo(2);
    expect(sum(terms, 'rumah yang besar itu milik Wirasena Padmatirta')).toBe(0);
  });
  it('belong to the contestant who stands nearer', () => {
    const engine = compileEngine({ register: fixtureRegister, ruleset: withTerms({ 'w:rumah': [1, 0, 0] }) });
    const { targets } = explain(engine, post('rumah Wirasena Padmatirta tidak seperti punya Gandewa Sasmaya'));
    const of = (id: string): number => targets.find((t) => t.contestant === id)?.features.find((f) => f.name === 'terms')?.value ?? 0;
    expect([of('kota-1'), of('kota-2')]).toEqual([1, 0]);
  });
  it('say the same to every form of address', () => {
    const terms: Record<string, TermWeights> = { 'p:siap pak': [1, 0, 0] };
    expect(sum(terms, 'siap bu, Wirasena Padmatirta')).toBeCloseTo(sum(terms, 'siap pak, Wirasena Padmatirta'));
  });
  it('are not read inside hashtags', () => {
    expect(sum({ 'w:rumah': [1, 0, 0] }, 'Wirasena Padmatirta #rumahkita')).toBe(0);
  });
});

describe('word sequences', () => {
  it('know the contestant only as a mask, and everybody else as another', () => {
    const terms: Record<string, TermWeights> = { 'n:{c} pilihan': [1, 0, 0], 'n:{o} pilihan': [2, 0, 0] };
    expect(sum(terms, 'Wirasena Padmatirta pilihan')).toBeCloseTo(1);
    const engine = compileEngine({ register: fixtureRegister, ruleset: withTerms(terms) });
    const { targets } = explain(engine, post('Wirasena Padmatirta pilihan, Gandewa Sasmaya bukan'));
    const of = (id: string): number => targets.find((t) => t.contestant === id)?.features.find((f) => f.name === 'terms')?.value ?? 0;
    expect([of('kota-1'), of('kota-2')]).toEqual([1, 2]);
  });
  it('are words in a row: one between them breaks it, an unknown one is a symbol', () => {
    const terms: Record<string, TermWeights> = { 'n:rumah pilihan': [1, 0, 0], 'n:rumah {x} pilihan': [2, 0, 0] };
    expect(sum(terms, 'Wirasena Padmatirta rumah pilihan')).toBeCloseTo(1);
    expect(sum(terms, 'Wirasena Padmatirta rumah besar pilihan')).toBe(0);
    expect(sum(terms, 'Wirasena Padmatirta rumah zzqxv pilihan')).toBeCloseTo(2);
  });
  it('are not read inside hashtags', () => {
    expect(sum({ 'n:rumah': [1, 0, 0] }, 'Wirasena Padmatirta #rumahkita')).toBe(0);
  });
});

describe('the stored weights', () => {
  it('hold no word that is a name, a faith, a sex, a people or a place', () => {
    const words = Object.keys(base.weights.terms).flatMap((k) => k.slice(2).split(' '));
    const barred = [
      ...base.givens,
      ...base.address,
      'islam',
      'kristen',
      'hindu',
      'allah',
      'tuhan',
      'perempuan',
      'wanita',
      'jawa',
      'sunda',
      'cina',
      'jatim',
      'jakarta',
      'gemoy',
    ];
    const pak = new Set(['pak']);
    expect(words.filter((w) => barred.includes(w) && !pak.has(w))).toEqual([]);
  });
  it('are refused with a reason when a term is malformed', () => {
    expect(weightsFault({ ...base.weights, terms: { rumah: [1, 2, 3] } })).toMatch(/rumah/);
    expect(weightsFault({ ...base.weights, terms: { 'w:rumah': [1] } })).toMatch(/rumah/);
  });
});

describe('names that are words of something else', () => {
  const engine = compileEngine({ register: fixtureRegister });
  it('a form of address in the name is the second signal', () => {
    expect(score(engine, post('Semoga Bang Wira yang terpilih')).contestants.map((c) => c.id)).toEqual(['kota-1']);
  });
  it('a picture of a ballot paper goes to review', () => {
    const v = score(engine, post('dari dalam bilik', { media: [{ alt: 'surat suara yang belum dilipat' }], posted_at: '2024-11-27T09:00:00+07:00' }));
    expect([v.verdict, v.exemption]).toEqual(['review', 'HN-03']);
  });
  it('a picture shown to refute it does not flag', () => {
    const v = score(engine, post('Tangkapan layar ini palsu, bukan tulisan saya', { media: [{ ocr_text: 'menangkan Wirasena Padmatirta, coblos nomor 1' }] }));
    expect([v.verdict, v.exemption]).toEqual(['review', 'HN-27']);
  });
  it("a short answer to a contestant's account is ENGAGE, a call to vote stays one", () => {
    const reply = { kind: 'reply', reply_to: { platform: 'x', handle: 'dewaros' } };
    expect(score(engine, post('mantap Mang Dewa, lanjut!', reply)).label).toBe('ENGAGE');
    expect(score(engine, post('coblos Mang Dewa ya semua', reply)).label).toBe('VOTE_CALL');
  });
});
