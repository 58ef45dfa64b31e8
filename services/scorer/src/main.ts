import { createLogger, Lifecycle, readConfig, run } from '@pantau/runtime';
import { startScorer } from './app.ts';
import { ScorerConfig } from './config.ts';

await run(async () => {
  const config = readConfig(ScorerConfig);
  const log = createLogger({ service: 'scorer', level: config.LOG_LEVEL, pretty: config.LOG_PRETTY });
  const life = new Lifecycle(log);
  life.listen();
  const { healthPort } = await startScorer(config, log, life);
  log.info({ healthPort }, 'ready');
});
