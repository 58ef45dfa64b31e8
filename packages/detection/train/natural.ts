/**
 * The only file that touches `natural`, and only through deep imports: the package's front door loads database
 * drivers, reads the working directory's .env and prints to standard output (see docs/DETECTION.md).
 */
import { createRequire } from 'node:module';

interface StemmerId {
  stem(word: string): string;
}
interface Tokenizer {
  tokenize(text: string): string[];
}
export interface Bayes {
  addDocument(tokens: string[], label: string): void;
  train(): void;
  getClassifications(tokens: string[]): { label: string; value: number }[];
}

const load = createRequire(import.meta.url);

export const stemmerId = (): StemmerId => load('natural/lib/natural/stemmers/indonesian/stemmer_id.js') as StemmerId;
export const tokenizerId = (): Tokenizer => new (load('natural/lib/natural/tokenizers/aggressive_tokenizer_id.js') as new () => Tokenizer)();
export const bayes = (): Bayes => new (load('natural/lib/natural/classifiers/bayes_classifier.js') as new () => Bayes)();

/** The stemmer's list of Indonesian root words. */
export const rootWords = (): Set<string> =>
  new Set(Object.values(load('natural/lib/natural/stemmers/indonesian/data/kata-dasar.json') as Record<string, string[]>).flat());
