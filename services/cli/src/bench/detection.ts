/**
 * `pantau bench detection`: the public `score()` with a register of national size. Rates are posts per second of processor
 * time, all threads of this process counted, so that other work on the machine does not change them.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { compileEngine, type Engine, exportCompiled, importCompiled, score, WORST_KINDS } from '@pantau/detection';
import type { PostLine, Register } from '@pantau/domain';
import { matchingPosts, ordinaryPosts, worstPost } from './detection-posts.ts';
import { nationalRegister } from './detection-register.ts';
import type { BenchResult } from './result.ts';

const ROUND_MS = 2_500;
const ROUNDS = 3;
const WORST_ROUNDS = 7;
const WORST_CHARS = 20_000;
const MB = 1_048_576;

export async function bench(say: (line: string) => void): Promise<BenchResult> {
  const register = nationalRegister(say);
  say(`register: ${register.contestants.length} contestants in ${register.contests.length} contests`);
  const { bytes, compileS } = compiledBytes(register);
  const { engine, loadS, memoryMb } = measureLoad(bytes);
  say(`compiled in ${compileS.toFixed(2)} s, ${(bytes.length / MB).toFixed(1)} MB cached, loaded again in ${loadS.toFixed(2)} s, ${memoryMb.toFixed(0)} MB`);
  const ordinary = ordinaryPosts(register);
  const matching = matchingPosts(register);
  const named = matching.filter((p) => score(engine, p).contestants.length > 0).length;
  say(`matching posts: ${named} of ${matching.length} name a contestant`);
  const ordinaryPerS = best(() => perSecond(engine, ordinary));
  const matchingPerS = best(() => perSecond(engine, matching));
  const latencies = [...ordinary, ...matching].map((p) => timed(() => score(engine, p))).sort((a, b) => a - b);
  return {
    figures: {
      score_ordinary_posts_per_s_core: ordinaryPerS,
      score_matching_posts_per_s_core: matchingPerS,
      score_p99_ms: latencies[Math.floor(latencies.length * 0.99)] as number,
      score_worst_20000_chars_ms: worstMs(engine, register, say),
      register_load_s: loadS,
      register_compile_s: compileS,
      register_memory_mb: memoryMb,
      register_cache_mb: bytes.length / MB,
    },
  };
}

/** In a function of its own, so that the engine compiled here is garbage before memory is measured. */
function compiledBytes(register: Register): { bytes: Buffer; compileS: number } {
  const started = performance.now();
  const engine = compileEngine({ register });
  const compileS = (performance.now() - started) / 1000;
  return { bytes: exportCompiled(engine), compileS };
}

/** Collects garbage; the switch works in a running process, so the caller needs no NODE_OPTIONS. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

function usedBytes(): number {
  collect();
  const m = process.memoryUsage();
  return m.heapUsed + m.external;
}

function measureLoad(bytes: Buffer): { engine: Engine; loadS: number; memoryMb: number } {
  const before = usedBytes();
  const started = performance.now();
  const engine = importCompiled(bytes);
  const loadS = (performance.now() - started) / 1000;
  if (!engine) throw new Error('the cached engine was not accepted by the ruleset that made it');
  return { engine, loadS, memoryMb: (usedBytes() - before) / MB };
}

function worstMs(engine: Engine, register: Register, say: (line: string) => void): number {
  let top = 0;
  for (const [name, unit] of WORST_KINDS) {
    const ms = (chars: number): number => {
      const post = worstPost(name, unit, chars, register);
      return -best(() => -cpuMs(() => score(engine, post)), WORST_ROUNDS);
    };
    const [whole, half] = [ms(WORST_CHARS), ms(WORST_CHARS / 2)];
    say(`20,000 characters of ${name}: ${whole.toFixed(2)} ms (10,000: ${half.toFixed(2)} ms)`);
    top = Math.max(top, whole);
  }
  return top;
}

function timed(f: () => unknown): number {
  const started = performance.now();
  f();
  return performance.now() - started;
}

function best(f: () => number, rounds = ROUNDS): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < rounds; i++) top = Math.max(top, f());
  return top;
}

/** Processor time: a busy machine takes turns, and a turn lost is not the reader's. */
function cpuMs(f: () => unknown): number {
  const cpu = process.cpuUsage();
  f();
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / 1000;
}

const US_PER_S = 1_000_000;
function perSecond(engine: Engine, posts: PostLine[]): number {
  const cpu = process.cpuUsage();
  const started = performance.now();
  let n = 0;
  while (performance.now() - started < ROUND_MS) {
    for (let k = 0; k < 1_000; k++) score(engine, posts[n++ % posts.length] as PostLine);
  }
  const { user, system } = process.cpuUsage(cpu);
  return (n * US_PER_S) / (user + system);
}
