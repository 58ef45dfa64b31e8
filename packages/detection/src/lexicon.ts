/** The words the reader knows. */
import type { Vocabulary } from './vocabulary.ts';

/** Word flags: which unknown strings may be cut into a word, and which words say nothing alone. */
export const WORD_FLAG = { core: 1, dictionary: 2, common: 4, abbreviation: 8 } as const;

export interface Lexicon {
  vocabulary: Vocabulary;
  /** Vocabulary id → id of the formal word (slang and spelling variants), itself when formal. */
  canon: Int32Array;
  flags: Uint8Array;
}
