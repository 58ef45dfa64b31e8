/** Passwords: how they are stored, and which are too easy to guess. */
import { hash, verify } from '@node-rs/argon2';
import { IDENTITY } from '@pantau/domain';

/** OWASP's second recommendation: 19 MiB, two passes. The algorithm's default in this library is argon2id. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Verified for unknown names, so that an answer takes as long as for known ones. */
const NOBODY_HASH = hash('no account has this password', ARGON2);

export const hashPassword = (password: string): Promise<string> => hash(password, ARGON2);

/** `stored` null: no such account, or one without a password; takes as long and is never right. */
export async function passwordFits(stored: string | null, password: string): Promise<boolean> {
  const fits = await verify(stored ?? (await NOBODY_HASH), password);
  return stored !== null && fits;
}

/** What is wrong with a password somebody wants to have; null when nothing is. `about`: words a guesser would try first. */
export async function passwordFault(password: string, about: readonly string[]): Promise<string | null> {
  if (password.length < IDENTITY.passwordCharsMin || password.length > IDENTITY.passwordCharsMax)
    return `a password has ${IDENTITY.passwordCharsMin} to ${IDENTITY.passwordCharsMax} characters`;
  const words = about.flatMap((a) => [a, ...a.split(/[^\p{L}\p{N}]+/u)]).filter((w) => w.length > 2);
  const { score } = (await estimator()).check(password.slice(0, ESTIMATED_CHARS), ['pantau', 'bawaslu', 'netralitas', ...words]);
  return score < IDENTITY.passwordScoreMin ? 'this password is too easy to guess: it is common, or made of what is known about you' : null;
}

/** The estimator's work grows with the length; what is long enough to need more is strong enough. */
const ESTIMATED_CHARS = 64;

let loaded: Promise<{ check(password: string, userInputs: string[]): { score: number } }> | undefined;

/** Two megabytes of word lists, English-speaking and Indonesian ones, read when the first password is set. */
function estimator(): NonNullable<typeof loaded> {
  loaded ??= Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common'), import('@zxcvbn-ts/language-id')]).then(
    ([{ ZxcvbnFactory }, common, id]) => new ZxcvbnFactory({ dictionary: { ...common.dictionary, ...id.dictionary }, graphs: common.adjacencyGraphs }),
  );
  return loaded;
}
