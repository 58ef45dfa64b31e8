export { startApi } from './app.ts';
export { ApiConfig } from './config.ts';
