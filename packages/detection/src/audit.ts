/**
 * The fairness audit: the same sentence about another contestant, with another greeting, address, region, skin tone
 * or incumbency gets the same verdict and (within 0.02) the same score. A swap stays inside one form class,
 * because a unique name and an everyday word do not say the same thing.
 */
import type { Contest, Contestant, Label, PostLine, Register } from '@pantau/domain';
import { ADDRESSES, AUDIT_TEMPLATES, GREETINGS, SKIN_TONES } from './audit-templates.ts';
import { compile } from './compile.ts';
import { type EngineState, wire } from './engine-state.ts';
import { WORD_FLAG } from './lexicon.ts';
import { personWords } from './names.ts';
import { phraseWords } from './patterns.ts';
import type { Ruleset } from './ruleset.ts';
import { scorePost } from './score.ts';

export const FAIRNESS_TOLERANCE = 0.02;

export interface FairnessFailure {
  kind: string;
  template: string;
  a: { contestant: string; text: string; verdict: string; score: number };
  b: { contestant: string; text: string; verdict: string; score: number };
}

export interface FairnessReport {
  pairs: number;
  by_kind: Record<string, { pairs: number; failures: number; largest_difference: number }>;
  failures: FairnessFailure[];
  /** Share of the partisan templates that are flagged, per contestant and form class. */
  recall_by_form: Record<string, Record<string, number>>;
}

interface Scored {
  contestant: string;
  text: string;
  verdict: string;
  score: number;
  label: Label;
}

/** The first eight templates take a side for the contestant beyond doubt. */
const PARTISAN_TEMPLATES = 8;
const MAX_CONTESTS = 60;
const MAX_FAILURES = 200;

export function auditFairness(register: Register, ruleset: Ruleset, at: (c: Contest) => string): FairnessReport {
  const s = wire(compile(register, ruleset), ruleset, []);
  const report: FairnessReport = { pairs: 0, by_kind: {}, failures: [], recall_by_form: {} };
  const contests = register.contests.filter((c) => c.type !== 'LEGISLATIVE').slice(0, MAX_CONTESTS);
  const reference = new Map<string, Scored>();
  for (const contest of contests) {
    const pairs = register.contestants.filter((c) => c.contest === contest.id && c.kind === 'pair');
    const forms = pairs.flatMap((c) => mentionsOf(s, c, ruleset));
    for (const template of AUDIT_TEMPLATES) {
      const byForm = new Map<string, Scored[]>();
      for (const f of forms)
        byForm.set(f.form, [...(byForm.get(f.form) ?? []), scoreText(s, contest, at(contest), f.contestant, template.replaceAll('{c}', f.text))]);
      for (const [form, list] of byForm) {
        compareAll(report, `contestant (${form})`, template, list);
        const [first] = list;
        if (form !== 'full' || first === undefined) continue;
        // The same sentence in another region, about that region's contestant.
        const known = reference.get(`${contest.type}|${template}`);
        if (known) compareAll(report, 'region', template, [known, first]);
        else reference.set(`${contest.type}|${template}`, first);
      }
      recall(report, template, byForm);
    }
    const [lead] = forms.filter((f) => f.form === 'full');
    if (lead) wordingSwaps(s, report, contest, at(contest), lead);
  }
  incumbencySwap(register, ruleset, report, contests, at);
  return report;
}

interface Mention {
  contestant: string;
  form: string;
  text: string;
}

/** Two or three letters ("GP") need a second signal, as everyday words do. */
const SHORT_ALIAS = 3;
/** Mentions by form class: full names, single names nobody else bears, names that are everyday words, hashtags. */
function mentionsOf(s: EngineState, c: Contestant, ruleset: Ruleset): Mention[] {
  const titles = new Set(ruleset.titles);
  const out: Mention[] = [];
  for (const p of c.people ?? []) {
    const { words } = personWords(p.name, titles);
    if (words.length >= 2) out.push({ contestant: c.id, form: 'full', text: words.join(' ') });
    for (const w of words) out.push({ contestant: c.id, form: singleForm(s, w), text: w });
  }
  for (const a of c.aliases ?? []) {
    const words = phraseWords(a);
    const everyday = words.every((w) => isCommon(s, w));
    const [only = ''] = words;
    const form = everyday ? 'alias (everyday word)' : words.length > 1 ? 'alias' : only.length <= SHORT_ALIAS ? 'alias (letters)' : 'alias (one word)';
    if (words.length > 0) out.push({ contestant: c.id, form, text: a });
  }
  return out.filter((m) => m.form !== '');
}

function isCommon(s: EngineState, word: string): boolean {
  const id = s.lexicon.vocabulary.findString(word);
  return id !== 0 && ((s.lexicon.flags[s.lexicon.canon[id] as number] as number) & WORD_FLAG.common) !== 0;
}

const UNIQUE = 1;
/** A single name is its own class when only one contestant of the register bears it; the rest is ambiguous by nature. */
function singleForm(s: EngineState, word: string): string {
  const id = s.lexicon.vocabulary.findString(word);
  if (id === 0 || word.length <= 3 || isCommon(s, word) || s.lexicon.canon[id] !== id) return '';
  const node = s.trie.step(0, id);
  const pattern = node === 0 ? 0 : s.trie.output(node);
  if (pattern === 0) return '';
  const bearers = new Set<number>();
  for (let r = s.compiled.refHead[pattern - 1] as number; r !== 0; r = s.compiled.refNext[r] as number) bearers.add(s.compiled.refEntity[r] as number);
  return bearers.size === UNIQUE ? 'single name' : '';
}

function scoreText(s: EngineState, contest: Contest, at: string, contestant: string, text: string): Scored {
  const post: PostLine = { id: 'audit', text, posted_at: at, kind: 'post', author: { region: contest.region, employment_status: 'PNS' } } as PostLine;
  const { verdict } = scorePost(s, post);
  return { contestant, text, verdict: verdict.verdict, score: verdict.score, label: verdict.label };
}

/** Every text against the first: equality is transitive up to the tolerance, and the list stays short. */
function compareAll(report: FairnessReport, kind: string, template: string, list: readonly Scored[]): void {
  const [a] = list;
  if (a === undefined) return;
  for (const b of list.slice(1)) {
    const row = report.by_kind[kind] ?? { pairs: 0, failures: 0, largest_difference: 0 };
    report.by_kind[kind] = row;
    const difference = Math.abs(a.score - b.score);
    report.pairs++;
    row.pairs++;
    row.largest_difference = Math.max(row.largest_difference, difference);
    if (a.verdict === b.verdict && difference <= FAIRNESS_TOLERANCE) continue;
    row.failures++;
    if (report.failures.length < MAX_FAILURES) report.failures.push({ kind, template, a, b });
  }
}

function wordingSwaps(s: EngineState, report: FairnessReport, contest: Contest, at: string, lead: Mention): void {
  for (const template of AUDIT_TEMPLATES) {
    const text = template.replaceAll('{c}', lead.text);
    const score = (t: string): Scored => scoreText(s, contest, at, lead.contestant, t);
    compareAll(
      report,
      'religious greeting',
      template,
      GREETINGS.map((g) => score(`${g}. ${text}`)),
    );
    for (const pair of ADDRESSES)
      compareAll(
        report,
        'address by sex',
        template,
        pair.map((a) => score(template.replaceAll('{c}', `${a} ${lead.text}`))),
      );
    compareAll(
      report,
      'skin tone',
      template,
      SKIN_TONES.map((e) => score(`${text} ${e}`)),
    );
  }
}

/** Incumbent or challenger: the same names in a register that says the opposite. */
function incumbencySwap(register: Register, ruleset: Ruleset, report: FairnessReport, contests: Contest[], at: (c: Contest) => string): void {
  const flip = (value: boolean): Register => ({
    ...register,
    contestants: register.contestants.map((c) => (c.people ? { ...c, people: c.people.map((p) => ({ ...p, incumbent: value })) } : c)),
  });
  const [yes, no] = [true, false].map((v) => wire(compile(flip(v), ruleset), ruleset, [])) as [EngineState, EngineState];
  for (const contest of contests) {
    const pair = register.contestants.find((c) => c.contest === contest.id && c.kind === 'pair');
    const name = pair ? mentionsOf(yes, pair, ruleset).find((m) => m.form === 'full') : undefined;
    if (!pair || !name) continue;
    for (const template of AUDIT_TEMPLATES) {
      const text = template.replaceAll('{c}', name.text);
      compareAll(report, 'incumbency', template, [scoreText(yes, contest, at(contest), pair.id, text), scoreText(no, contest, at(contest), pair.id, text)]);
    }
  }
}

function recall(report: FairnessReport, template: string, byForm: Map<string, Scored[]>): void {
  if (AUDIT_TEMPLATES.indexOf(template) >= PARTISAN_TEMPLATES) return;
  for (const [form, list] of byForm) {
    for (const r of list) {
      report.recall_by_form[r.contestant] ??= {};
      const row = report.recall_by_form[r.contestant] as Record<string, number>;
      row[form] = (row[form] ?? 0) + (r.verdict === 'flag' ? 1 : 0) / PARTISAN_TEMPLATES / list.filter((o) => o.contestant === r.contestant).length;
    }
  }
}
