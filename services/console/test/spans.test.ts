import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classOf, segments } from '../src/screens/case/spans.ts';

const span = (start: number, end: number, weight = 1, kind = 'vote') => ({ start, end, field: 'text', kind, rule: 'R', weight });

describe('segments', () => {
  test('whatever the spans, no character is lost, doubled or moved', () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: -3, max: 60 }), fc.integer({ min: -3, max: 60 })), { maxLength: 12 });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), spans, (text, list) => {
        const parts = segments(
          text,
          list.map(([a, b]) => span(a, b)),
        );
        expect(parts.map((p) => p.text).join('')).toBe(text);
        expect(parts.map((p) => text.slice(p.start, p.start + p.text.length))).toEqual(parts.map((p) => p.text));
      }),
    );
  });

  test('overlapping spans are split where any begins or ends', () => {
    const parts = segments('coblos nomor 2 ya', [span(0, 12), span(7, 14, -1)]);
    expect(parts.map((p) => [p.text, p.spans.length])).toEqual([
      ['coblos ', 1],
      ['nomor', 2],
      [' 2', 1],
      [' ya', 0],
    ]);
  });

  test('a word against a contestant, for one, and one that speaks against the flag look different', () => {
    expect(['vote', 'novote', 'not vote', 'contestant'].map((kind) => classOf(span(0, 1, kind === 'contestant' ? 0 : 1, kind)))).toEqual([
      'support',
      'attack',
      'mitigating',
      'contestant',
    ]);
    expect(classOf(span(0, 1, -0.6, 'question'))).toBe('mitigating');
  });
});
