/** The closed list of what a cue can mean. A rule names one; features are built from them. */
export const CUES = [
  'vote',
  'back',
  'choice',
  'win',
  'pray',
  'praise',
  'promo',
  'credit',
  'slogan',
  'love',
  'prefer',
  'appeal',
  'first',
  'novote',
  'critic',
  'mock',
  'hearsay',
  'neg',
  'question',
  'cond',
  'contrast',
  'report',
  'newsy',
  'third',
  'undecided',
  'props',
  'offer',
  'attend',
  'team',
  'member',
  'self',
  'mobil',
  'order',
  'facil',
  'photo',
  'sharepls',
  'approve',
  'elect',
  'voted',
  'ballot',
  'ballotpic',
  'edu',
  'neutral',
  'caseword',
  'spouse',
  'congrats',
  'othervote',
  'duty',
  'refute',
  'official',
  'leave',
  'greeting',
] as const;
export type Cue = (typeof CUES)[number];
export const CUE_INDEX: Readonly<Record<Cue, number>> = Object.fromEntries(CUES.map((c, i) => [c, i])) as Record<Cue, number>;

/** These cover the words they match: "gunakan hak pilih" is not a call to vote for someone. */
export const COVERING: readonly Cue[] = ['voted', 'edu', 'neutral', 'caseword', 'novote', 'undecided', 'ballot', 'othervote', 'congrats', 'refute'];
/** Cues that a covering cue silences inside its span. */
export const COVERED: readonly Cue[] = [
  'vote',
  'back',
  'win',
  'choice',
  'appeal',
  'praise',
  'pray',
  'slogan',
  'promo',
  'credit',
  'first',
  'prefer',
  'neg',
  'question',
];

/** How often each class of cue occurs in a text. */
export class CueTally {
  readonly #n: number[] = new Array<number>(CUES.length).fill(0);

  add(cue: number): void {
    this.#n[cue] = (this.#n[cue] as number) + 1;
  }

  at(cue: number): number {
    return this.#n[cue] as number;
  }

  of(cue: Cue): number {
    return this.#n[CUE_INDEX[cue]] as number;
  }
}
