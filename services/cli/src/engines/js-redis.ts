/**
 * Child process: a Redis written in JavaScript, for machines without a redis-server. Keeps nothing on disk and need not:
 * Postgres is the truth. The port is reported over the IPC channel; when the parent goes, so does this.
 */
import type { ListenOptions } from 'node:net';
import { createRedisServer } from 'js-redis-server';

// The library hands `port` to net.Server.listen unchanged and by itself would listen on every address of the machine.
const where: ListenOptions = { host: '127.0.0.1', port: Number(process.env.JS_REDIS_PORT ?? 0) };
const server = await createRedisServer({ port: where as unknown as number });
process.once('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
process.send?.({ port: server.port });
