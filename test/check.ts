/** `npm run check`: the static checks, then all tests. CI runs the same. */
import './static.ts';

if (process.exitCode) process.stdout.write('\nThe static checks failed; the tests were not run.\n');
else await import('./run.ts');
