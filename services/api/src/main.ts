import { createLogger, Lifecycle, readConfig, run } from '@pantau/runtime';
import { startApi } from './app.ts';
import { ApiConfig } from './config.ts';

await run(async () => {
  const config = readConfig(ApiConfig);
  const log = createLogger({ service: 'api', level: config.LOG_LEVEL, pretty: config.LOG_PRETTY });
  const life = new Lifecycle(log);
  life.listen();
  const { address } = await startApi(config, log, life);
  log.info({ address }, 'ready');
});
