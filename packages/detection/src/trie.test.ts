import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenTrie } from './trie.ts';
import { Vocabulary } from './vocabulary.ts';

const word = fc.string({ minLength: 1, maxLength: 8 });

describe('the vocabulary', () => {
  it('finds every word it was taught and no other', () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 200 }), fc.array(word, { maxLength: 50 }), (taught, others) => {
        const v = new Vocabulary();
        const ids = taught.map((w) => v.intern(w));
        expect(new Set(ids).size).toBe(taught.length);
        taught.forEach((w, i) => {
          expect(v.findString(w)).toBe(ids[i]);
          expect(v.word(ids[i] as number)).toBe(w);
        });
        expect(others.filter((w) => !taught.includes(w) && v.findString(w) !== 0)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('says the same after export and import', () => {
    const v = new Vocabulary();
    const id = v.intern('coblos');
    expect(new Vocabulary(structuredClone(v.export())).findString('coblos')).toBe(id);
  });
});

describe('the token trie', () => {
  const token = fc.integer({ min: 1, max: 12 });
  const pattern = fc.array(token, { minLength: 1, maxLength: 4 });

  it('finds what a naive search finds', () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 30 }), fc.array(token, { maxLength: 60 }), (patterns, text) => {
        const trie = new TokenTrie();
        for (const [i, p] of patterns.entries()) trie.add(p, i);
        const found: string[] = [];
        const naive: string[] = [];
        for (let i = 0; i < text.length; i++) {
          let node = 0;
          for (let j = i; j < text.length; j++) {
            node = trie.step(node, text[j] as number);
            if (node === 0) break;
            if (trie.output(node) !== 0) found.push(`${i}-${j}`);
          }
          const ends = new Set(patterns.filter((p) => p.every((t, k) => text[i + k] === t)).map((p) => i + p.length - 1));
          for (const end of [...ends].sort((a, b) => a - b)) naive.push(`${i}-${end}`);
        }
        expect(found).toEqual(naive);
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it('gives a pattern that is added twice one id', () => {
    const trie = new TokenTrie();
    expect(trie.add([1, 2], 0)).toBe(0);
    expect(trie.add([1, 2], 1)).toBe(0);
  });
});
