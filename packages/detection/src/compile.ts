/**
 * Register + ruleset → one matcher. Everything the scorer needs at run time is in typed arrays,
 * so a compiled engine can be stored as bytes and read back without parsing a name again.
 */
import type { Contest, Contestant, Election, Register } from '@pantau/domain';
import { WORD_FLAG } from './lexicon.ts';
import { contestantPatterns, FORM, type NamePattern, partyPatterns } from './names.ts';
import { addressVariants, expandPattern, phraseWords } from './patterns.ts';
import type { Ruleset } from './ruleset.ts';
import { TokenTrie, type TrieData } from './trie.ts';
import { Vocabulary, type VocabularyData } from './vocabulary.ts';

/** A contestant or party as linking sees it. Parties come after the contestants. */
export interface Entity {
  id: string;
  /** Index into `contests`; −1 for a party of the register's party list. */
  contest: number;
  kind: Contestant['kind'];
  ballot: number;
  incumbent: boolean;
}

export interface Compiled {
  register: string;
  ruleset: string;
  vocabulary: VocabularyData;
  trie: TrieData;
  canon: Int32Array;
  flags: Uint8Array;
  /** First reference of a pattern, 0 = none; references are linked lists (1-based). */
  refHead: Int32Array;
  refNext: Int32Array;
  refEntity: Int32Array;
  refForm: Uint8Array;
  refPerson: Int8Array;
  ruleHead: Int32Array;
  ruleNext: Int32Array;
  ruleIndex: Int32Array;
  ruleOrder: string[];
  entities: { id: string[]; contest: Int32Array; kind: string[]; ballot: Int16Array; incumbent: Uint8Array };
  contests: Contest[];
  elections: Election[];
}

class Builder {
  readonly vocabulary: Vocabulary;
  readonly trie: TokenTrie;
  readonly #slangFirst: ReadonlySet<string>;
  canonOf: Map<number, number>;
  flagOf: Map<number, number>;
  patterns: number;
  refHead: number[];
  refs: { next: number[]; entity: number[]; form: number[]; person: number[] };
  ruleHead: number[];
  rules: { next: number[]; rule: number[] };

  constructor(slangFirst: ReadonlySet<string>) {
    this.#slangFirst = slangFirst;
    this.vocabulary = new Vocabulary();
    this.trie = new TokenTrie();
    this.canonOf = new Map();
    this.flagOf = new Map();
    this.patterns = 0;
    this.refHead = [];
    this.refs = { next: [0], entity: [0], form: [0], person: [0] };
    this.ruleHead = [];
    this.rules = { next: [0], rule: [0] };
  }

  word(text: string, flag = 0): number {
    const raw = this.vocabulary.intern(text);
    const id = this.canonOf.get(raw) ?? raw;
    if (flag !== 0) {
      this.flagOf.set(raw, (this.flagOf.get(raw) ?? 0) | flag);
      if (id !== raw) this.flagOf.set(id, (this.flagOf.get(id) ?? 0) | flag);
    }
    return id;
  }

  alias(variant: string, formal: string): void {
    const to = this.word(formal);
    const from = this.vocabulary.intern(variant);
    if (from !== to && !this.canonOf.has(from)) this.canonOf.set(from, to);
  }

  pattern(words: readonly string[], flag: number): number {
    const p = this.trie.add(
      words.map((w) => this.word(w, flag)),
      this.patterns,
    );
    if (p === this.patterns) {
      this.patterns++;
      this.refHead.push(0);
      this.ruleHead.push(0);
    }
    return p;
  }

  /**
   * A single name that is also a slang spelling ("RIDO", "rido" for "ridho") is the name wherever this register is used;
   * only the commonest spellings ("PA" and "pa" for "pak", "YG") stay words, because nobody could tell them apart.
   */
  #claim(word: string): boolean {
    const raw = this.vocabulary.findString(word);
    if (raw === 0 || !this.canonOf.has(raw)) return true;
    if (this.#slangFirst.has(word)) return false;
    this.canonOf.delete(raw);
    return true;
  }

  addName(n: NamePattern, entity: number): void {
    if (n.words.length === 1 && !this.#claim(n.words[0] as string)) return;
    const core = n.form === FORM.listed ? 0 : WORD_FLAG.core;
    const p = this.pattern(n.words, core);
    for (let r = this.refHead[p] as number; r !== 0; r = this.refs.next[r] as number)
      if (this.refs.entity[r] === entity && (this.refs.form[r] as number) <= n.form) return;
    this.refs.next.push(this.refHead[p] as number);
    this.refs.entity.push(entity);
    this.refs.form.push(n.form);
    this.refs.person.push(n.person);
    this.refHead[p] = this.refs.entity.length - 1;
  }

  addRule(words: readonly string[], rule: number): void {
    const p = this.pattern(words, 0);
    for (let r = this.ruleHead[p] as number; r !== 0; r = this.rules.next[r] as number) if (this.rules.rule[r] === rule) return;
    this.rules.next.push(this.ruleHead[p] as number);
    this.rules.rule.push(rule);
    this.ruleHead[p] = this.rules.rule.length - 1;
  }
}

/** Cues whose words hashtags are cut into ("#CoblosNomor2", "#SalamDuaJari"). */
const TAG_CUES = new Set([
  'vote',
  'back',
  'win',
  'slogan',
  'choice',
  'praise',
  'promo',
  'credit',
  'appeal',
  'elect',
  'edu',
  'neutral',
  'critic',
  'novote',
  'pray',
  'photo',
  'team',
]);

function addLexicons(b: Builder, rs: Ruleset): void {
  for (const [formal, variants] of rs.slang) {
    for (const v of variants) b.alias(v, formal);
  }
  for (const w of rs.everyday) b.word(w, WORD_FLAG.dictionary | WORD_FLAG.common);
  for (const w of rs.givens) b.word(w, WORD_FLAG.common | WORD_FLAG.dictionary);
  for (const w of rs.address) b.word(w, WORD_FLAG.common);
  for (const { words } of rs.numberWords) for (const w of words) for (const t of phraseWords(w)) b.word(t, WORD_FLAG.dictionary | WORD_FLAG.common);
  for (const w of [...rs.numberCues, ...rs.fingers, 'periode', 'tps']) b.word(w, WORD_FLAG.dictionary | WORD_FLAG.abbreviation);
  for (const w of rs.headlineSmall) b.word(w);
  for (const w of rs.homonyms.named_things) b.word(phraseWords(w)[0] ?? w);
  for (const g of rs.gestures) b.word(phraseWords(g.sign)[0] ?? g.sign);
  for (const w of rs.homonyms.party_words) for (const t of phraseWords(w)) b.word(t, WORD_FLAG.dictionary);
  for (const words of Object.values(rs.homonyms.elsewhere)) for (const w of words) for (const t of phraseWords(w)) b.word(t);
  rs.rules.forEach((rule, i) => {
    for (const p of rule.patterns) {
      for (const text of expandPattern(p)) {
        const words = phraseWords(text);
        if (words.length === 0) continue;
        for (const variant of addressVariants(words)) b.addRule(variant, i);
        if (TAG_CUES.has(rule.cue) && rule.lang === 'id')
          for (const w of words)
            if (w.length >= MIN_TAG_WORD) b.word(w, WORD_FLAG.dictionary | WORD_FLAG.common);
            else for (const x of words) b.word(x, WORD_FLAG.common);
      }
    }
  });
}

const MIN_TAG_WORD = 4;

/** Compiles from scratch. Cost is linear in the number of name words. */
export function compile(register: Register, rs: Ruleset): Compiled {
  const b = new Builder(rs.slangFirst);
  addLexicons(b, rs);
  const titles = new Set(rs.titles);
  const contestIndex = new Map(register.contests.map((c, i) => [c.id, i]));
  const entities: Entity[] = [];
  for (const c of register.contestants) {
    const contest = contestIndex.get(c.contest);
    const at = entities.length;
    entities.push({
      id: c.id,
      contest: contest ?? -1,
      kind: c.kind,
      ballot: c.ballot_number ?? -1,
      incumbent: (c.people ?? []).some((p) => p.incumbent === true),
    });
    if (contest === undefined) continue;
    for (const n of contestantPatterns(c, register.contests[contest] as Contest, titles)) b.addName(n, at);
  }
  for (const p of register.parties) {
    // A party that is also listed as a contestant is one and the same.
    const same = entities.findIndex((e) => e.kind === 'party' && e.id === p.id);
    const at = same === -1 ? entities.length : same;
    if (same === -1) entities.push({ id: p.id, contest: -1, kind: 'party', ballot: p.ballot_number ?? -1, incumbent: false });
    for (const n of partyPatterns(p, rs)) b.addName(n, at);
  }
  return finish(b, register, rs, entities);
}

function finish(b: Builder, register: Register, rs: Ruleset, entities: Entity[]): Compiled {
  const size = b.vocabulary.size;
  const canon = Int32Array.from({ length: size }, (_, i) => b.canonOf.get(i) ?? i);
  const flags = new Uint8Array(size);
  for (const [id, f] of b.flagOf) flags[id] = f;
  return {
    register: register.version,
    ruleset: rs.id,
    vocabulary: b.vocabulary.export(),
    trie: b.trie.export(),
    canon,
    flags,
    refHead: Int32Array.from(b.refHead),
    refNext: Int32Array.from(b.refs.next),
    refEntity: Int32Array.from(b.refs.entity),
    refForm: Uint8Array.from(b.refs.form),
    refPerson: Int8Array.from(b.refs.person),
    ruleHead: Int32Array.from(b.ruleHead),
    ruleNext: Int32Array.from(b.rules.next),
    ruleIndex: Int32Array.from(b.rules.rule),
    ruleOrder: rs.rules.map((r) => r.id),
    entities: {
      id: entities.map((e) => e.id),
      contest: Int32Array.from(entities, (e) => e.contest),
      kind: entities.map((e) => e.kind),
      ballot: Int16Array.from(entities, (e) => e.ballot),
      incumbent: Uint8Array.from(entities, (e) => (e.incumbent ? 1 : 0)),
    },
    contests: register.contests,
    elections: register.elections,
  };
}
