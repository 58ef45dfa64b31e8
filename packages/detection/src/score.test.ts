import type { Circular } from '@pantau/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAMPAIGN, fixtureRegister, post } from '../test-support/fixture.ts';
import { verdictFault } from './fuzz.ts';
import { compileEngine, explain, exportCompiled, fuzz, importCompiled, loadRuleset, renderExplanation, score } from './index.ts';

/** A property runs many texts; a busy machine may take its time. */
const PATIENCE_MS = 60_000;
const engine = compileEngine({ register: fixtureRegister });
const at = (text: string, changes: Record<string, unknown> = {}): ReturnType<typeof score> => score(engine, post(text, changes));
const ids = (text: string, changes: Record<string, unknown> = {}): string[] =>
  at(text, changes)
    .contestants.map((c) => c.id)
    .sort();

describe('linking', () => {
  it.each([
    ['a full name', 'semoga Wirasena Padmatirta sehat', ['kota-1']],
    ['a full name with titles', 'semoga Dr. Laksmita Kinasih sehat', ['kota-1']],
    ['a single name nobody else in the contests bears', 'Padmatirta hadir di debat', ['kota-1']],
    ['a nickname', 'Bang Wira hadir', ['kota-1']],
    ['a nickname in brackets of the list', 'Mang Dewa hadir', ['kota-2']],
    ['the pair side by side', 'Wira-Laksmi hadir', ['kota-1']],
    ['a glued hashtag', 'mantap #WirasenaPadmatirta', ['kota-1']],
    ['a registered hashtag', 'ayo #KotaCerahBersama', ['kota-1']],
    ['a registered account', 'mantap @dewaros', ['kota-2']],
    ['a number with the office named', 'pilih calon wali kota nomor 2', ['kota-2']],
    ['a number with a leading zero', 'coblos wali kota nomor 02', ['kota-2']],
    ['a number word in Javanese', 'coblos wali kota nomer loro', ['kota-2']],
    ['an everyday word as a name, in capitals beside an election word', 'coblos BERKAH', ['kota-1']],
    ['a homonym party with a party word', 'kader partai PBB hadir', ['pbb']],
    ['the empty column', 'pilih kotak kosong', ['prov-3']],
  ])('understands %s', (_what, text, expected) => expect(ids(text)).toEqual(expected));

  it.each([
    ['an everyday word', 'semoga berkah rezekinya, maju terus usahanya'],
    ['a homonym in its other meaning', 'jangan lupa bayar PBB sebelum jatuh tempo'],
    ['a bare number', 'nomor antrean 2 silakan masuk'],
    ['a gesture', 'liburan bareng keluarga ✌🏽'],
    ['a vote that is no election', 'vote nomor 2 calon ketua OSIS ya'],
    ['a number that counts', 'pilih dua menu saja ya bu'],
    ['a namesake of another region', 'selamat jalan Kartanegara'],
  ])('sees nobody in %s', (_what, text) => expect(ids(text)).toEqual([]));

  it('reports a number that fits two contests as ambiguous and never flags it', () => {
    const v = at('coblos nomor 2 ya semuanya');
    expect(v.contestants.map((c) => c.id).sort()).toEqual(['kota-2', 'prov-2']);
    expect(v.verdict).toBe('review');
    expect(v.evidence.some((e) => e.kind === 'ambiguous')).toBe(true);
  });

  it('lets a co-mention settle the contest of a number', () => expect(ids('Mang Dewa mantap, coblos nomor 2')).toEqual(['kota-2']));
});

describe('labels, directions, phases and acts', () => {
  it.each([
    ['Jangan lupa coblos Wirasena Padmatirta ya', 'VOTE_CALL', 'SUPPORT', 'SKB-DS-02'],
    ['Jangan pilih Wirasena Padmatirta!', 'ATTACK', 'ATTACK', 'SKB-DS-02'],
    ['Semoga Wirasena Padmatirta menang, aamiin', 'PRAISE_SUPPORT', 'SUPPORT', 'SKB-DS-02'],
    ['Alhamdulillah KTA Partai Tani Nusantara saya sudah jadi', 'PARTY_MEMBER', 'SUPPORT', 'SKB-DS-05'],
  ])('%s is a %s', (text, label, direction, act) => {
    const v = at(text);
    expect(v).toMatchObject({ verdict: 'flag', label, direction });
    expect(v.acts).toContain(act);
  });

  it.each([
    ['PRE', '2024-08-01T12:00:00+07:00', 'SKB-KE-02'],
    ['SET', '2024-09-23T12:00:00+07:00', 'SKB-DS-02'],
    ['CAMP', CAMPAIGN, 'SKB-DS-02'],
    ['QUIET', '2024-11-25T12:00:00+07:00', 'SKB-DS-02'],
    ['VOTE', '2024-11-27T09:00:00+07:00', 'SKB-DS-02'],
    ['POST', '2024-12-05T12:00:00+07:00', 'SKB-DS-06'],
  ])('in %s the acts are those of the phase', (phase, posted_at, act) => {
    const v = at('Jangan lupa coblos Wirasena Padmatirta ya', { posted_at });
    expect(v).toMatchObject({ verdict: 'flag', phase });
    expect(v.acts).toContain(act);
  });

  it('in OFF only party membership counts', () => {
    expect(at('coblos Wirasena Padmatirta ya', { posted_at: '2021-05-05T12:00:00+07:00' })).toMatchObject({ verdict: 'clear', phase: 'OFF' });
    expect(at('Alhamdulillah KTA Partai Tani Nusantara saya sudah jadi', { posted_at: '2021-05-05T12:00:00+07:00' })).toMatchObject({
      verdict: 'flag',
      label: 'PARTY_MEMBER',
      phase: 'OFF',
    });
  });

  it('adds PP 94 acts for civil servants only, and NON-01 for staff without the status', () => {
    expect(at('Jangan pilih Wirasena Padmatirta!').acts).toContain('PP94-5N-5');
    expect(at('Jangan pilih Wirasena Padmatirta!', { author: { employment_status: 'PPPK' } }).acts).not.toContain('PP94-5N-5');
    expect(at('Jangan pilih Wirasena Padmatirta!', { author: { employment_status: 'NON_ASN' } }).acts).toContain('NON-01');
  });

  it('an author who stands needs no contestant', () => {
    expect(at('Mohon doa restu maju pilkada, saya bakal calon bupati', { posted_at: '2024-07-01T12:00:00+07:00' })).toMatchObject({
      verdict: 'flag',
      label: 'SELF_CANDIDACY',
    });
  });

  it('a call to act against nobody in particular is at most reviewed', () =>
    expect(at('pilkada ini semua guru wajib hadir di kampanye').verdict).not.toBe('flag'));
});

describe('what is not a violation', () => {
  it.each([
    ['an identity that is not verified (HN-28)', 'coblos Wirasena Padmatirta', { author: { identity_verified: false } }],
    ['a post before the service began (HN-29)', 'coblos Wirasena Padmatirta', { author: { asn_from: '2025-01-01' } }],
    ['voter education (HN-04)', 'Ayo ke TPS tanggal 27 November, gunakan hak pilih Anda', {}],
    ['having voted (HN-01)', 'Alhamdulillah sudah nyoblos, jari ungu', { posted_at: '2024-11-27T10:00:00+07:00' }],
    ['a neutrality pledge (HN-06)', 'Ikrar netralitas ASN: kami tidak mendukung calon mana pun', {}],
    ['a case that is reported (HN-08)', 'Bawaslu memanggil oknum camat yang diduga mendukung Wirasena Padmatirta', {}],
    ['a headline (HN-09)', 'Wirasena Padmatirta Targetkan Menang Satu Putaran di Pilkada', {}],
    ['congratulation to an official (HN-16)', 'Selamat bertugas Pak Gandewa Sasmaya atas pelantikan', { posted_at: '2025-02-20T12:00:00+07:00' }],
  ])('%s does not flag', (_what, text, changes) => expect(at(text, changes).verdict).not.toBe('flag'));

  it.each([
    ['a question', 'Apa kamu pilih Wirasena Padmatirta?'],
    ['a negation', 'Saya tidak mendukung Wirasena Padmatirta'],
    ['a quotation', 'Tulisan di spanduk itu: "pilih Wirasena Padmatirta"'],
    ['criticism', 'Wirasena Padmatirta tukang janji, programnya gagal'],
  ])('%s does not flag', (_what, text) => expect(at(text).verdict).not.toBe('flag'));
});

describe('shares and replies', () => {
  const shared_from = { platform: 'instagram', handle: 'wiralaksmi.official' };
  it("sharing a contestant's partisan post without own words is engagement", () => {
    expect(at('', { kind: 'share', shared_text: 'Coblos Wirasena Padmatirta 27 November!', shared_from })).toMatchObject({ verdict: 'flag', label: 'ENGAGE' });
  });
  it("sharing somebody's partisan words without own words is reviewed", () => {
    expect(at('', { kind: 'share', shared_text: 'Jangan lupa coblos Wirasena Padmatirta ya!' }).verdict).toBe('review');
  });
  it('sharing news is clear', () => expect(at('', { kind: 'share', shared_text: 'KPU gelar debat kedua calon wali kota malam ini' }).verdict).toBe('clear'));
  it('approving under a contestant account is engagement; asking is not', () => {
    expect(at('Siap dukung pak, gaskan 💪', { kind: 'reply', reply_to: shared_from })).toMatchObject({ verdict: 'flag' });
    expect(at('Kapan jalan kami diperbaiki pak?', { kind: 'reply', reply_to: shared_from }).verdict).not.toBe('flag');
  });
});

describe('words that name something else', () => {
  it.each(['Pasien bangsal Wirasena tenang semua', 'jalan Wirasena macet lagi, hebat'])('a thing keeps its name: %s', (text) => expect(ids(text)).toEqual([]));

  it('"di" is a preposition, not somebody else', () => {
    const cues = explain(engine, post('coblos Wirasena Padmatirta di TPS masing-masing')).cues;
    expect(cues.filter((c) => c.cue === 'third')).toEqual([]);
  });

  it('a change of contestant is wanted, not a vote against the one who is named', () => {
    expect(at('saatnya ganti. ayo dukung Wirasena Padmatirta').label).not.toBe('ATTACK');
  });
});

describe('orders and things', () => {
  it.each([
    ['MOBILISE', 'tiap bagian siapkan 20 orang untuk acara Pak Wirasena Padmatirta'],
    ['MOBILISE', 'Diinstruksikan kepada seluruh lurah, kawal suara Wirasena Padmatirta'],
    ['STATE_FACILITY', 'Agenda pemenangan Wirasena Padmatirta, mobil dinas siap jemput yang jauh'],
    ['PROPS', 'Kaos Wirasena Padmatirta sudah datang, siapa yang belum dapat merapat ke pos'],
  ])('%s: %s', (label, text) => expect(at(text)).toMatchObject({ verdict: 'flag', label }));

  it.each(['tiap bagian siapkan 20 orang untuk kerja bakti', 'Diinstruksikan kepada seluruh lurah menjaga netralitas, jangan dukung calon mana pun'])(
    'not an act: %s',
    (text) => expect(at(text).verdict).not.toBe('flag'),
  );
});

describe('local circulars', () => {
  const circular: Circular = {
    id: 'k',
    number: 'SE 1',
    jurisdiction: '16',
    from: '2024-09-01',
    to: '2024-12-31',
    applies_to: ['PNS'],
    adds: [{ act: 'LOC-02', labels: ['NONE'], verdict: 'review' }],
  };
  const strict = compileEngine({ register: fixtureRegister, circulars: [circular] });
  it('turn a plain mention into a review inside their region, dates and staff only', () => {
    const text = 'Wirasena Padmatirta hadir di debat kedua';
    expect(score(strict, post(text))).toMatchObject({ verdict: 'review', acts: ['LOC-02'] });
    expect(at(text).verdict).toBe('clear');
    expect(score(strict, post(text, { author: { employment_status: 'PPPK' } })).verdict).toBe('clear');
    expect(score(strict, post(text, { posted_at: '2025-01-15T12:00:00+07:00' })).verdict).toBe('clear');
  });
});

describe('the engine', () => {
  it(
    'says the same twice, with offsets inside the text, for any text',
    () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
          const p = post(text);
          expect(verdictFault(score(engine, p), score(engine, p), p)).toBeNull();
        }),
        { numRuns: 100 },
      );
    },
    PATIENCE_MS,
  );

  it('survives a thousand mutated texts', () => expect(fuzz(engine, 1_000).faults).toEqual([]), PATIENCE_MS);

  it('quotes evidence from the original text', () => {
    const text = 'Ayo c0bl0s Wirasena\u200b Padmatirta!';
    const v = at(text);
    const name = v.evidence.find((e) => e.kind === 'contestant');
    expect(text.slice(name?.start, name?.end)).toBe('Wirasena\u200b Padmatirta');
  });

  it('a detector that throws leaves the verdict incomplete', () => {
    expect(score(engine, { ...post('coblos Wirasena Padmatirta'), author: undefined } as never).verdict).toBe('incomplete');
  });

  it('compiled once and read back scores the same', () => {
    const back = importCompiled(exportCompiled(engine));
    if (back === null) throw new Error('not accepted');
    for (const text of ['coblos Wirasena Padmatirta', 'bayar PBB', '#KotaCerahBersama']) expect(score(back, post(text))).toEqual(at(text));
  });

  it('refuses bytes of another ruleset', () => {
    const other = { ...loadRuleset(), id: 'rs-other' };
    expect(importCompiled(exportCompiled(engine), { ruleset: other })).toBeNull();
  });

  it('explains what it read, matched and weighed', () => {
    const page = renderExplanation(explain(engine, post('Ayo c0bl0s Wirasena Padmatirta!')));
    for (const part of ['DUGAAN', 'ayo coblos wirasena padmatirta', 'kota-1', 'SUP-VOTE', 'vote_object']) expect(page).toContain(part);
  });
});
