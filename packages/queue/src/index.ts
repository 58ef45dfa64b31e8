export * from './queues.ts';
export * from './rate-limit.ts';
export { connectRedis, type RedisClient } from './redis.ts';
