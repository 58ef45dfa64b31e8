import { HttpFailed, HttpRefused } from '@pantau/runtime';
import { describe, expect, test } from 'vitest';
import { asStop, expectOk, retryAfterMs } from './answers.ts';
import { SourceStop } from './contract.ts';

const NOW = new Date('2026-11-24T00:00:00Z');

describe('how long another side asks us to wait', () => {
  test.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': 'Tue, 24 Nov 2026 00:01:00 GMT' }, 60_000],
    [{ 'retry-after': 'Tue, 24 Nov 2020 00:01:00 GMT' }, 0],
    [{ 'ratelimit-reset': String(NOW.getTime() / 1_000 + 30) }, 30_000],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('%j', (headers, ms) => {
    expect(retryAfterMs(headers as Record<string, string>, NOW)).toBe(ms);
  });
});

describe('what an answer means', () => {
  test.each([
    [200, null],
    [204, null],
    [301, 'moved'],
    [302, 'moved'],
    [308, 'moved'],
    [401, 'forbidden'],
    [403, 'forbidden'],
    [404, 'transient'],
    [408, 'transient'],
    [410, 'gone'],
    [418, 'malformed_answer'],
    [429, 'rate_limited'],
    [500, 'transient'],
    [503, 'transient'],
  ])('%i', (status, kind) => {
    const seen = (() => {
      try {
        expectOk({ status, headers: {}, body: Buffer.alloc(0) }, NOW);
        return null;
      } catch (e) {
        return e instanceof SourceStop ? e.kind : e;
      }
    })();
    expect(seen).toBe(kind);
  });
  test('a refused address is a matter of configuration, a failed connection passes', () => {
    expect(asStop(new HttpRefused('private'))).toMatchObject({ kind: 'config_invalid' });
    expect(asStop(new HttpFailed('late', true))).toMatchObject({ kind: 'transient' });
    const defect = new TypeError('x');
    expect(asStop(defect)).toBe(defect);
  });
});
