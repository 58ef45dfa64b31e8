import { describe, expect, test } from 'vitest';
import { type ConnectorPolicy, policyState } from './policy.ts';

const NOW = new Date('2026-11-24T00:00:00Z');
const good: ConnectorPolicy = {
  enabled: true,
  legal_basis: 'UU 7/2017 art. 93',
  agreement_ref: null,
  expires_at: '2027-01-01T00:00:00+07:00',
  allow_inference: true,
  allow_ml: false,
  max_retention_days: 365,
  deletion_mode: 'purge',
};
const fault = (policy: unknown, o: { enabled?: boolean; needs?: boolean; at?: Date } = {}) => {
  const s = policyState({ enabled: o.enabled ?? true, policy }, o.needs ?? false, o.at ?? NOW);
  return s.open ? null : s.fault;
};

describe('a policy fails closed', () => {
  test('only a complete, enabled, unexpired one opens', () => {
    expect(fault(good)).toBeNull();
  });
  test.each([
    ['nothing recorded', null, 'policy_missing'],
    ['an empty object', {}, 'policy_invalid'],
    ['a list', [], 'policy_invalid'],
    ['an empty legal basis', { ...good, legal_basis: '' }, 'policy_invalid'],
    ['an expiry without offset', { ...good, expires_at: '2027-01-01' }, 'policy_invalid'],
    ['a misspelt field', { ...good, alow_ml: true }, 'policy_invalid'],
    ['switched off', { ...good, enabled: false }, 'policy_disabled'],
    ['expired this second', { ...good, expires_at: NOW.toISOString() }, 'policy_expired'],
    ['no judging allowed', { ...good, allow_inference: false }, 'policy_forbids_inference'],
  ])('%s', (_, policy, expected) => {
    expect(fault(policy)).toBe(expected);
  });
  test.each(Object.keys(good))('without %s', (field) => {
    const { [field as keyof ConnectorPolicy]: _, ...rest } = good;
    expect(fault(rest)).toBe('policy_invalid');
  });
  test('a disabled source stays closed whatever its policy says', () => {
    expect(fault(good, { enabled: false })).toBe('source_disabled');
  });
  test('a platform that asks for an agreement needs its reference', () => {
    expect(fault(good, { needs: true })).toBe('policy_without_agreement');
    expect(fault({ ...good, agreement_ref: 'MoU 12/2026' }, { needs: true })).toBeNull();
  });
});
