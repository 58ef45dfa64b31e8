/** Takes from one bucket as fast as it is given, for some seconds; prints the moments of what it got, as a JSON list. */
import { openRateLimiter } from '@pantau/queue';

const [redisUrl = '', prefix = '', key = '', limit = '0', perMs = '0', seconds = '0'] = process.argv.slice(2);
const limiter = openRateLimiter({ redisUrl, prefix });
const bucket = { key, limit: Number(limit), perMs: Number(perMs) };
const times: number[] = [];
let ready = false;
while (!ready)
  ready = await limiter.ping().then(
    () => true,
    () => new Promise<boolean>((r) => setTimeout(() => r(false), 10)),
  );
const end = performance.timeOrigin + performance.now() + Number(seconds) * 1_000;
for (;;) {
  const asked = performance.timeOrigin + performance.now();
  if (asked > end) break;
  const t = await limiter.take([bucket]);
  // Between asking and hearing: the later moment could only make windows look emptier at their beginning, never fuller in the middle.
  if (t.ok) times.push((asked + performance.timeOrigin + performance.now()) / 2);
  else await new Promise((r) => setTimeout(r, Math.min(t.waitMs, 5)));
}
await limiter.stop();
process.stdout.write(JSON.stringify(times));
