import { createLogger, Lifecycle, readConfig, run } from '@pantau/runtime';
import { loadKeyring } from '@pantau/store';
import { startAlerts } from './app.ts';
import { AlertsConfig } from './config.ts';

await run(async () => {
  const config = readConfig(AlertsConfig);
  const keyring = loadKeyring({ key: config.PANTAU_KEY, file: config.PANTAU_KEY_FILE });
  const log = createLogger({ service: 'alerts', level: config.LOG_LEVEL, pretty: config.LOG_PRETTY });
  const life = new Lifecycle(log);
  life.listen();
  const { healthPort } = await startAlerts({ config, keyring, log, life });
  log.info({ healthPort }, 'ready');
});
