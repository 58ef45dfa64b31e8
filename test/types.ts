/** `npm run types`: writes the console's types from the API's own document. */
import { writeFileSync } from 'node:fs';
import { consoleTypes, TYPES_FILE } from './support/openapi-types.ts';

writeFileSync(TYPES_FILE, await consoleTypes());
process.stdout.write(`${TYPES_FILE} is written\n`);
