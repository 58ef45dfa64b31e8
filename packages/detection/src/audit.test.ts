import { describe, expect, it } from 'vitest';
import { fixtureRegister } from '../test-support/fixture.ts';
import { auditFairness } from './audit.ts';
import { rate } from './evaluate.ts';
import { loadRuleset, middleOfCampaign } from './index.ts';

describe('fairness', () => {
  const report = auditFairness(fixtureRegister, loadRuleset(), (c) => middleOfCampaign(fixtureRegister, c));
  it('swapping what must not matter changes no verdict and no score by more than 0.02', () => {
    expect(report.failures).toEqual([]);
    expect(report.pairs).toBeGreaterThan(500);
  });
  it('looks at every kind of swap', () => {
    expect(Object.keys(report.by_kind).sort()).toEqual(
      expect.arrayContaining(['address by sex', 'contestant (full)', 'incumbency', 'religious greeting', 'skin tone']),
    );
  });
});

describe('intervals', () => {
  it('no error in many rows is not certainty', () => {
    const r = rate(0, 8_295);
    expect(r.value).toBe(0);
    expect(r.high).toBeCloseTo(0.00046, 4);
  });
});
