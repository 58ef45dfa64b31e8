/** `npm run types`: writes the console's types from the API's own document. */
import { writeFileSync } from 'node:fs';
import { CLIENT_TYPES_FILE, clientTypes, consoleTypes, TYPES_FILE } from './support/openapi-types.ts';

writeFileSync(TYPES_FILE, await consoleTypes());
writeFileSync(CLIENT_TYPES_FILE, await clientTypes());
process.stdout.write(`${TYPES_FILE} and ${CLIENT_TYPES_FILE} are written\n`);
