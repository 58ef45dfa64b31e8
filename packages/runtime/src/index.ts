export * from './base-config.ts';
export * from './config.ts';
export * from './health.ts';
export * from './http.ts';
export * from './lifecycle.ts';
export * from './logger.ts';
export * from './ticker.ts';
