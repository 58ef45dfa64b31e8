/** What a mention of a contestant is, and what is known about the author when it is looked for. */
export interface Mention {
  /** Token range. */
  from: number;
  to: number;
  entities: number[];
  form: number;
  person: number;
  /** True when more than one contestant fits; such a mention never flags alone. */
  ambiguous: boolean;
  /** True when it was accepted only through a second signal. */
  weak: boolean;
  remote: boolean;
}

export interface LinkContext {
  region: string;
  day: string;
  /** Entities known from outside the text: the account answered to or shared from. */
  known: readonly number[];
}
