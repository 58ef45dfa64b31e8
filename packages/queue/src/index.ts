export * from './queues.ts';
export { connectRedis, type RedisClient } from './redis.ts';
