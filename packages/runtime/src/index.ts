export * from './base-config.ts';
export * from './config.ts';
export * from './health.ts';
export { guardUrl, type HttpAnswer, HttpFailed, type HttpOptions, HttpRefused, httpRequest, isPrivateAddress, PrivateTargets } from './http.ts';
export * from './lifecycle.ts';
export * from './logger.ts';
export * from './ticker.ts';
export { openWebSocket, type WebSocketOptions, type WebSocketStream } from './web-socket.ts';
