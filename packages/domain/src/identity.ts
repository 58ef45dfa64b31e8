/** Who signs in and how: which roles need a second factor, what an API key may be allowed. */
import { z } from 'zod';
import type { Role } from './vocabulary.ts';

/** What a key may be allowed; each route that takes keys names one. */
export const ApiScope = z.enum(['statistics:read', 'vocabulary:read']);
export type ApiScope = z.infer<typeof ApiScope>;

/** Those who see cases, and those who decide who does. Where the policy asks for a second factor, it asks these. */
export const SECOND_FACTOR_ROLES: readonly Role[] = [
  'analyst',
  'second_reviewer',
  'commissioner',
  'handling_officer',
  'personnel_office',
  'auditor',
  'system_admin',
];

export const IDENTITY = {
  passwordCharsMin: 12,
  passwordCharsMax: 200,
  /** zxcvbn's 0–4: "safely unguessable, moderate protection from an offline attack" and better. */
  passwordScoreMin: 3,
  /** Together with LIMITS.sessionHours: a session ends when nothing was asked for this long, and at that age in any case. */
  sessionIdleMinutes: 60,
  /** How exactly the last use is known; a write at most this often. */
  sessionTouchSeconds: 60,
  userAgentChars: 200,
  recoveryCodes: 10,
  totpPeriodSeconds: 30,
  /** Clocks of telephones differ; one step to either side. */
  totpWindow: 1,
  oneTimePasswordBytes: 15,
  keyDaysDefault: 365,
  keyDaysMax: 730,
  /** After a rotation both keys work this long. */
  keyOverlapHoursDefault: 72,
  keyOverlapHoursMax: 720,
  keyPerMinuteDefault: 600,
  rolesPerUserMax: 50,
} as const;
