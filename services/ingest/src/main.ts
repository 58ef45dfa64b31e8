import { createLogger, Lifecycle, readConfig, run } from '@pantau/runtime';
import { startIngest } from './app.ts';
import { IngestConfig } from './config.ts';

await run(async () => {
  const config = readConfig(IngestConfig);
  const log = createLogger({ service: 'ingest', level: config.LOG_LEVEL, pretty: config.LOG_PRETTY });
  const life = new Lifecycle(log);
  life.listen();
  const { healthPort } = await startIngest(config, log, life);
  log.info({ healthPort }, 'ready');
});
