import { createLogger, Lifecycle, readConfig, run } from '@pantau/runtime';
import { z } from 'zod';
import { startReceiver } from './receiver.ts';

const ReceiverConfig = z.object({
  RECEIVER_PORT: z.coerce.number().int().min(0).max(65_535),
  RECEIVER_SECRET: z.string().startsWith('whsec_'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

await run(async () => {
  const config = readConfig(ReceiverConfig);
  const log = createLogger({ service: 'receiver', level: config.LOG_LEVEL });
  const life = new Lifecycle(log);
  life.listen();
  const receiver = life.add(await startReceiver({ port: config.RECEIVER_PORT, secret: config.RECEIVER_SECRET }));
  log.info({ address: receiver.url }, 'ready');
});
