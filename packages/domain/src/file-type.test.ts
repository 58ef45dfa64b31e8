import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileTypeOf, STATEMENT_FILE_TYPES } from './file-type.ts';

describe('what a file is', () => {
  test.each([
    ['%PDF-1.7\n…', 'application/pdf'],
    ['\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'image/png'],
    ['\xff\xd8\xff\xe0\0\x10JFIF', 'image/jpeg'],
    ['<!doctype html><script>', null],
    ['MZ\x90\0', null],
    ['PK\x03\x04', null],
    [' %PDF-1.7', null],
    ['', null],
  ])('%j is %s', (text, expected) => {
    expect(fileTypeOf(Buffer.from(text, 'latin1'))).toBe(expected);
  });

  test('whatever bytes come, the answer is a known type or none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect([...STATEMENT_FILE_TYPES, null]).toContain(fileTypeOf(bytes));
      }),
    );
  });
});
