import { createLogger, Lifecycle, readConfig, run } from '@pantau/runtime';
import { loadKeyring } from '@pantau/store';
import { startApi } from './app.ts';
import { ApiConfig } from './config.ts';

await run(async () => {
  const config = readConfig(ApiConfig);
  const keyring = loadKeyring({ key: config.PANTAU_KEY, file: config.PANTAU_KEY_FILE });
  const log = createLogger({ service: 'api', level: config.LOG_LEVEL, pretty: config.LOG_PRETTY });
  const life = new Lifecycle(log);
  life.listen();
  const { address } = await startApi({ config, keyring, log, life });
  log.info({ address }, 'ready');
});
