/**
 * Rules and lexicons are data. Loading checks every file against its schema and says where the fault is
 * (file, line, column) and what to write instead; a ruleset that loads is complete and consistent.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Label } from '@pantau/domain';
import { type Document, isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import { CUES, type Cue } from './cues.ts';
import { expandPattern } from './patterns.ts';
import { DEFAULT_WEIGHTS, type Weights, weightsFault } from './weights.ts';

export interface Rule {
  id: string;
  meaning: string;
  source: string;
  cue: Cue;
  label?: Label;
  exempt?: string;
  lang: string;
  /** Present until a native speaker has confirmed the words. */
  review?: 'native-speaker-needed';
  patterns: string[];
  positive: string[];
  negative: string[];
}

export interface Homonyms {
  party_words: string[];
  always_ambiguous: string[];
  elsewhere: Record<string, string[]>;
  /** Nouns whose following word is their name: a ward, a street, a school. */
  named_things: string[];
}

export interface Ruleset {
  /** `rs-2026.11-` and eight hex digits of the SHA-256 of all files. */
  id: string;
  rules: Rule[];
  /** Formal word → its variants. A variant stands for one formal word only. */
  slang: Map<string, string[]>;
  /** Variants so common that they are never read as somebody's name. */
  slangFirst: Set<string>;
  everyday: string[];
  givens: string[];
  /** Longer words that stay small in a title. */
  headlineSmall: string[];
  titles: string[];
  address: string[];
  numberWords: { n: number; words: string[] }[];
  numberCues: string[];
  strongNumberCues: string[];
  fingers: string[];
  gestures: { sign: string; n: number | null }[];
  homonyms: Homonyms;
  partyNames: { name: string; short: string[] }[];
  weights: Weights;
}

/** Where a rule file is wrong, in words a rule author can act on. */
export class RulesetError extends Error {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly hint: string;
  constructor(file: string, line: number, column: number, reason: string, hint: string) {
    super(`${file}:${line}:${column}: ${reason}\n  hint: ${hint}`);
    this.name = 'RulesetError';
    this.file = file;
    this.line = line;
    this.column = column;
    this.hint = hint;
  }
}

const RULESET_LINE = 'rs-2026.11';
const ID_DIGITS = 8;
export const RULES_DIR = fileURLToPath(new URL('../rules', import.meta.url));

interface Source {
  file: string;
  doc: Document.Parsed;
  lines: LineCounter;
  value: Record<string, unknown>;
}

/** Reads and checks `dir` (default: the rules of this package). Throws {@link RulesetError}. Training ignores stored weights. */
export function loadRuleset(dir: string = RULES_DIR, o: { ignoreWeights?: boolean } = {}): Ruleset {
  const hash = createHash('sha256');
  const read = (name: string): Source => {
    const text = readFileSync(join(dir, name), 'utf8');
    hash.update(`${name}\n${text}\n`);
    return parseSource(name, text);
  };
  const readAll = (folder: string): Source[] =>
    readdirSync(join(dir, folder))
      .filter((f) => f.endsWith('.yaml'))
      .sort()
      .map((f) => read(`${folder}/${f}`));
  const rules = readAll('cues').flatMap((source) => readRules(source));
  const slang = readSlang(readAll('slang'));
  const words = read('words.yaml').value;
  const names = read('names.yaml').value;
  const numbers = read('numbers.yaml').value;
  const ruleset: Omit<Ruleset, 'id'> = {
    rules,
    slang: slang.words,
    slangFirst: slang.first,
    everyday: list(words.everyday),
    givens: list(words.givens),
    headlineSmall: list(words.headline_small),
    titles: list(names.titles),
    address: list(names.address),
    numberWords: numbers.words as Ruleset['numberWords'],
    numberCues: list(numbers.cues),
    strongNumberCues: list(numbers.strong),
    fingers: list(numbers.fingers),
    gestures: read('emoji.yaml').value.gestures as Ruleset['gestures'],
    homonyms: read('homonyms.yaml').value as unknown as Homonyms,
    partyNames: read('parties.yaml').value.parties as Ruleset['partyNames'],
    weights: o.ignoreWeights === true ? DEFAULT_WEIGHTS : readWeights(dir, hash),
  };
  assertUniqueIds(rules);
  return { id: `${RULESET_LINE}-${hash.digest('hex').slice(0, ID_DIGITS)}`, ...ruleset };
}

function readWeights(dir: string, hash: { update: (s: string) => unknown }): Weights {
  let text: string;
  try {
    text = readFileSync(join(dir, 'weights.json'), 'utf8');
  } catch {
    return DEFAULT_WEIGHTS;
  }
  hash.update(`weights.json\n${text}\n`);
  const parsed: unknown = JSON.parse(text);
  const fault = weightsFault(parsed);
  if (fault !== null) throw new RulesetError('weights.json', 1, 1, fault, 'write the file with `npm run train` of this package, not by hand');
  return parsed as Weights;
}

function parseSource(file: string, text: string): Source {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines });
  const [error] = doc.errors;
  if (error) {
    const at = lines.linePos(error.pos[0]);
    throw new RulesetError(file, at.line, at.col, error.message.split('\n')[0] ?? 'not valid YAML', 'check indentation, quotes and brackets');
  }
  const value: unknown = doc.toJS();
  if (typeof value !== 'object' || value === null)
    throw new RulesetError(file, 1, 1, 'the file is empty', 'start from the file of the same name in git history');
  return { file, doc, lines, value: value as Record<string, unknown> };
}

function list(v: unknown): string[] {
  return Array.isArray(v) ? v.map(String) : (typeof v === 'string' ? v : '').split(/\s+/).filter((w) => w !== '');
}

const SLANG_FIRST_FILE = 'slang/function.yaml';
const ONE_WORD = /^[\p{L}\p{N}]+$/u;

function readSlang(sources: Source[]): { words: Map<string, string[]>; first: Set<string> } {
  const words = new Map<string, string[]>();
  const formalOf = new Map<string, string>();
  const first = new Set<string>();
  for (const source of sources) {
    for (const [formal, row] of Object.entries((source.value.words ?? {}) as Record<string, unknown>)) {
      const variants = list(row);
      for (const v of variants) {
        const fail = (reason: string, hint: string): never => {
          const at = positionOf(source, ['words', formal]);
          throw new RulesetError(source.file, at.line, at.col, reason, hint);
        };
        if (!ONE_WORD.test(v)) fail(`"${v}" is not one word`, 'the reader cuts words at everything but letters and digits');
        const other = formalOf.get(v);
        if (other !== undefined) fail(`"${v}" stands for "${other}" already`, 'a variant stands for one formal word; keep the commoner one');
        formalOf.set(v, formal);
        if (source.file === SLANG_FIRST_FILE) first.add(v);
      }
      words.set(formal, [...(words.get(formal) ?? []), ...variants]);
    }
  }
  return { words, first };
}

const RULE_KEYS = ['id', 'meaning', 'source', 'cue', 'label', 'exempt', 'lang', 'review', 'patterns', 'positive', 'negative'];
const REQUIRED = ['id', 'meaning', 'source', 'cue', 'patterns', 'positive', 'negative'];

function readRules(source: Source): Rule[] {
  const nodes = source.doc.get('rules', true);
  if (!isSeq(nodes)) throw new RulesetError(source.file, 1, 1, 'no list "rules"', 'the file must start with "rules:" and a list below it');
  const rows = source.value.rules as Record<string, unknown>[];
  return rows.map((row, i) => {
    const fail = (path: (string | number)[], reason: string, hint: string): never => {
      const at = positionOf(source, ['rules', i, ...path]);
      throw new RulesetError(source.file, at.line, at.col, reason, hint);
    };
    return checkRule(row, fail);
  });
}

type Fail = (path: (string | number)[], reason: string, hint: string) => never;

function checkRule(row: Record<string, unknown>, fail: Fail): Rule {
  for (const key of Object.keys(row)) if (!RULE_KEYS.includes(key)) fail([key], `unknown field "${key}"`, `fields of a rule are ${RULE_KEYS.join(', ')}`);
  for (const key of REQUIRED)
    if (row[key] === undefined || row[key] === null)
      fail([], `rule "${typeof row.id === 'string' ? row.id : '?'}" has no "${key}"`, `every rule has ${REQUIRED.join(', ')}`);
  const cue = String(row.cue);
  if (!(CUES as readonly string[]).includes(cue)) fail(['cue'], `unknown cue "${cue}"`, `known cues: ${CUES.join(', ')}`);
  for (const key of ['patterns', 'positive', 'negative'])
    if (!Array.isArray(row[key])) fail([key], `"${key}" must be a list`, 'write [] when there is nothing');
  if (row.lang === 'regional' && row.review === undefined)
    fail(['lang'], 'a regional rule has no review mark', 'add "review: native-speaker-needed" until a native speaker has confirmed the words');
  (row.patterns as unknown[]).forEach((p, k) => {
    try {
      expandPattern(String(p));
    } catch (error) {
      fail(['patterns', k], (error as Error).message, 'groups look like (a|b|c); an empty choice (a|) makes a word optional; groups do not nest');
    }
  });
  return { lang: 'id', ...row, patterns: list(row.patterns), positive: list(row.positive), negative: list(row.negative) } as Rule;
}

function positionOf(source: Source, path: (string | number)[]): { line: number; col: number } {
  for (let n = path.length; n > 0; n--) {
    const node = source.doc.getIn(path.slice(0, n), true);
    if (isNode(node) && node.range) return source.lines.linePos(node.range[0]);
  }
  return { line: 1, col: 1 };
}

function assertUniqueIds(rules: Rule[]): void {
  const seen = new Set<string>();
  for (const r of rules) {
    if (seen.has(r.id)) throw new RulesetError('cues', 1, 1, `rule id "${r.id}" is used twice`, 'ids are quoted in evidence and must stay unique');
    seen.add(r.id);
  }
}
