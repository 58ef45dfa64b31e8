import { describe, expect, test } from 'vitest';
import { BaseConfig } from './base-config.ts';
import { ConfigError, readConfig } from './config.ts';

const GOOD = { DATABASE_URL: 'postgres://app@127.0.0.1/x', REDIS_URL: 'redis://127.0.0.1' };

function refusal(env: NodeJS.ProcessEnv): string {
  try {
    readConfig(BaseConfig, env);
  } catch (e) {
    if (e instanceof ConfigError) return e.message;
  }
  return 'not refused';
}

describe('readConfig', () => {
  test('fills in defaults and freezes the result', () => {
    const c = readConfig(BaseConfig, { ...GOOD, HEALTH_PORT: '4181', LOG_PRETTY: '1' });
    expect(c).toMatchObject({ PANTAU_HOST: '127.0.0.1', HEALTH_PORT: 4181, LOG_PRETTY: true, PANTAU_QUEUE_PREFIX: '{pantau}' });
    expect(Object.isFrozen(c)).toBe(true);
  });

  test('reports every problem at once, by name, without the values', () => {
    const message = refusal({ REDIS_URL: 'redis://:hunter2@h', HEALTH_PORT: '99999', LOG_LEVEL: 'loud', PANTAU_QUEUE_PREFIX: 'hunter2' });
    for (const name of ['DATABASE_URL', 'HEALTH_PORT', 'LOG_LEVEL', 'PANTAU_QUEUE_PREFIX']) expect(message).toContain(name);
    expect(message).not.toContain('hunter2');
  });

  test('an empty value counts as absent', () => {
    expect(readConfig(BaseConfig, { ...GOOD, PANTAU_HOST: '', PANTAU_KEY: '' })).toMatchObject({ PANTAU_HOST: '127.0.0.1' });
    expect(() => readConfig(BaseConfig, { ...GOOD, DATABASE_URL: '' })).toThrow(/DATABASE_URL is missing/);
  });

  test('what it does not know it does not keep', () => {
    expect(readConfig(BaseConfig, { ...GOOD, HOME: '/root' })).not.toHaveProperty('HOME');
  });
});
