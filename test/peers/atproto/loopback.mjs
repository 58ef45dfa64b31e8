/** Preload: a server that names no host listens on loopback only. The test network would otherwise bind every interface. */
import net from 'node:net';

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function loopbackOnly(...args) {
  const first = args[0];
  if (typeof first === 'object' && first !== null && first.path === undefined) args[0] = { host: '127.0.0.1', ...first };
  else if (/^\d+$/.test(String(first)) && typeof args[1] !== 'string') args.splice(1, 0, '127.0.0.1');
  return listen.apply(this, args);
};
