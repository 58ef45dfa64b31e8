/** The console speaks the API as it is now: `npm run types` was not forgotten. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CLIENT_TYPES_FILE, clientTypes, consoleTypes, TYPES_FILE } from './support/openapi-types.ts';

test(`${TYPES_FILE} is what the OpenAPI document says; otherwise run \`npm run types\``, { timeout: 60_000 }, async () => {
  expect(readFileSync(TYPES_FILE, 'utf8') === (await consoleTypes())).toBe(true);
});

test(`${CLIENT_TYPES_FILE} is what the OpenAPI document says; otherwise run \`npm run types\``, { timeout: 60_000 }, async () => {
  expect(readFileSync(CLIENT_TYPES_FILE, 'utf8') === (await clientTypes())).toBe(true);
});
