/** What travels about accounts, sessions, keys and the log. */
import { ApiScope, IDENTITY, LIMITS, RegionCode, Role } from '@pantau/domain';
import { z } from 'zod';
import { API } from '../limits.ts';

const time = z.iso.datetime();
const Id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const code = z.string().min(6).max(API.codeChars);
const password = z.string().min(1).max(IDENTITY.passwordCharsMax);

export const SignInBody = z.strictObject({ username: z.string().min(1).max(API.usernameChars), password, code: code.optional() });
export const Me = z.object({
  user_id: z.number(),
  display_name: z.string(),
  roles: z.array(z.object({ role: Role, region: z.string(), region_name: z.string().nullable() })),
  csrf: z.string(),
  expires_at: time,
  session_id: z.string(),
  method: z.enum(['password', 'oidc']),
  second_factor: z.object({
    set: z.boolean().describe('The account has one'),
    passed: z.boolean().describe('This session has passed it'),
    missing: z.boolean().describe('A role of yours needs it: until then only your own account is open'),
  }),
  must_change_password: z.boolean(),
});
export const SignInMethods = z.object({ password: z.literal(true), oidc: z.object({ name: z.string() }).nullable(), second_factor: z.boolean() });
export const OidcStartQuery = z.strictObject({ account: z.string().min(1).max(API.usernameChars).optional() });
/** Whatever the provider sends along; the checks are those of the protocol. */
export const OidcCallbackQuery = z.looseObject({});

export const PasswordBody = z.strictObject({ current: password, new: password });
export const PasswordOnlyBody = z.strictObject({ password: password.optional() });
export const CodeBody = z.strictObject({ code });
export const FactorBegun = z.object({ secret: z.string(), uri: z.string().describe('otpauth:// for a QR code') });
export const RecoveryCodes = z.object({ recovery_codes: z.array(z.string()), me: Me });
export const FactorView = z.object({ set: z.boolean(), recovery_codes_left: z.number().int() });
export const SessionsView = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      current: z.boolean(),
      method: z.string(),
      user_agent: z.string().nullable(),
      created_at: time,
      last_seen_at: time,
      expires_at: time,
    }),
  ),
});
export const SessionParams = z.object({ id: z.uuid() });

const RoleBody = z.strictObject({ role: Role, region: RegionCode });
const TimedRole = RoleBody.extend({ until: z.iso.datetime({ offset: true }).nullish().describe('The role ends by itself then') });
const timedRoles = z.array(TimedRole).max(IDENTITY.rolesPerUserMax).default([]);
const rolesBody = z.array(RoleBody).max(IDENTITY.rolesPerUserMax).default([]);
export const UserView = z.object({
  id: z.number(),
  username: z.string(),
  display_name: z.string(),
  region: z.string(),
  active: z.boolean(),
  locked_until: time.nullable(),
  second_factor: z.boolean(),
  must_change_password: z.boolean(),
  identity: z.object({ issuer: z.string(), subject: z.string() }).nullable(),
  same_person_as: z.array(z.number()),
  roles: z.array(z.object({ role: Role, region: z.string(), until: time.nullable() })),
  managed: z.boolean().describe('False: of a larger region, or your own'),
  created_at: time,
});
const page = { cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(LIMITS.pageRows).default(API.pageRowsDefault) };
export const UserListQuery = z.strictObject({ q: z.string().min(1).max(API.usernameChars).optional(), ...page });
export const UserPage = z.object({ data: z.array(UserView), next_cursor: z.string().nullable() });
export const NewUserBody = z.strictObject({
  username: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,79}$/, 'has 2 to 80 small letters, digits, dots, dashes or underscores'),
  display_name: z.string().min(1).max(LIMITS.nameChars),
  region: RegionCode,
  roles: timedRoles,
});
export const UserWithPassword = z.object({
  user: UserView,
  one_time_password: z.string().nullable().describe('Shown once; null in a repeated answer'),
});
export const RolesBody = z.strictObject({ grant: timedRoles, revoke: rolesBody });
export const IdentityBody = z.strictObject({ identity: z.strictObject({ issuer: z.url().max(300), subject: z.string().min(1).max(300) }).nullable() });
export const SamePersonBody = z.strictObject({ user_id: Id });

export const KeyView = z.object({
  id: z.number(),
  name: z.string(),
  region: z.string(),
  scopes: z.array(z.string()),
  family: z.number(),
  tail: z.string().describe('The last characters of the key'),
  per_minute: z.number().int(),
  created_at: time,
  expires_at: time.nullable(),
  last_used_at: time.nullable(),
  revoked_at: time.nullable(),
});
export const KeyListQuery = z.strictObject(page);
export const KeyPage = z.object({ data: z.array(KeyView), next_cursor: z.string().nullable() });
const days = z.number().int().min(1).max(IDENTITY.keyDaysMax).default(IDENTITY.keyDaysDefault);
export const NewKeyBody = z.strictObject({
  name: z.string().min(1).max(120),
  region: RegionCode,
  scopes: z.array(ApiScope).min(1).max(ApiScope.options.length),
  days,
  per_minute: z.number().int().min(1).max(100_000).default(IDENTITY.keyPerMinuteDefault),
});
export const KeyWithSecret = z.object({ key: KeyView, secret: z.string().nullable().describe('Shown once; null in a repeated answer') });
export const RotateKeyBody = z.strictObject({
  overlap_hours: z.number().int().min(0).max(IDENTITY.keyOverlapHoursMax).default(IDENTITY.keyOverlapHoursDefault),
  days,
});

export const AuditQuery = z.strictObject({
  actor: Id.optional(),
  action: z.string().min(1).max(80).optional(),
  object: z.string().min(1).max(80).optional(),
  object_id: z.string().min(1).max(200).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  ...page,
});
export const AuditPage = z.object({
  data: z.array(
    z.object({
      id: z.number(),
      at: time,
      actor: z.number().nullable(),
      action: z.string(),
      object: z.string(),
      object_id: z.string(),
      data: z.record(z.string(), z.unknown()),
      hash: z.string(),
    }),
  ),
  next_cursor: z.string().nullable(),
});
export const AuditExportQuery = AuditQuery.omit({ cursor: true, limit: true });
export const RootsQuery = z.strictObject({ before: z.iso.date().optional(), limit: page.limit });
export const RootsView = z.object({
  next_before: z.string().nullable(),
  data: z.array(
    z.object({
      day: z.string(),
      last_id: z.number(),
      statement: z.string().describe('What was signed: names the day, the last row, its hash, and the root before'),
      key_id: z.string(),
      public_key: z.string(),
      signature: z.string().describe('ed25519 over the statement, base64'),
      signed_at: time,
      token: z.string().nullable().describe('RFC 3161 time-stamp token over the signature, base64'),
      stamped_at: time.nullable(),
    }),
  ),
});
