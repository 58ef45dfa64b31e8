import { describe, expect, test } from 'vitest';
import { parseRedisUrl, RedisUrlError } from './redis-url.ts';

const h = (host: string, port: number) => ({ host, port });

describe('a REDIS_URL', () => {
  test.each([
    ['redis://:pw@10.0.0.1:6379/2', { kind: 'single', url: 'redis://:pw@10.0.0.1:6379/2' }],
    ['rediss://h', { kind: 'single', url: 'rediss://h' }],
    ['unix:///run/redis.sock', { kind: 'unix', path: '/run/redis.sock' }],
    [
      'redis+sentinel://a:26379,b/mymaster',
      { kind: 'sentinel', tls: false, hosts: [h('a', 26_379), h('b', 26_379)], master: 'mymaster', db: 0, login: {}, sentinelLogin: {} },
    ],
    [
      'redis+sentinel://:p%40ss%2F:word@a:1,b:2/my.master/3',
      { kind: 'sentinel', tls: false, hosts: [h('a', 1), h('b', 2)], master: 'my.master', db: 3, login: { password: 'p@ss/:word' }, sentinelLogin: {} },
    ],
    [
      'rediss+sentinel://pantau:geheim@[2001:db8::1]:26380/m?sentinel_user=s&sentinel_password=q%26',
      {
        kind: 'sentinel',
        tls: true,
        hosts: [h('2001:db8::1', 26_380)],
        master: 'm',
        db: 0,
        login: { username: 'pantau', password: 'geheim' },
        sentinelLogin: { username: 's', password: 'q&' },
      },
    ],
    ['redis+cluster://a:7000,b/', { kind: 'cluster', tls: false, hosts: [h('a', 7000), h('b', 6379)], login: {} }],
    ['rediss+cluster://:pw@cluster.example:6379', { kind: 'cluster', tls: true, hosts: [h('cluster.example', 6379)], login: { password: 'pw' } }],
  ])('%s', (url, place) => {
    expect(parseRedisUrl(url)).toEqual(place);
  });

  test.each([
    ['a sentinel without a master', 'redis+sentinel://:hunter2@a:26379', 'the master follows the hosts'],
    ['a database that is no number', 'redis+sentinel://:hunter2@a/m/x', 'the master follows the hosts'],
    ['a cluster with a database', 'redis+cluster://:hunter2@a:1/2', 'a cluster has no databases'],
    ['no host', 'redis+cluster://', 'is not usable'],
    ['an empty host', 'redis+sentinel://:hunter2@a:1,,b:2/m', 'host:port,host:port'],
    ['an IPv6 address without brackets', 'redis+cluster://:hunter2@2001:db8::1', 'in brackets'],
    ['a bare %', 'redis+cluster://:hunter2%@a', 'write % itself as %25'],
    ['another kind', 'redis+ring://:hunter2@a', 'redis+sentinel://'],
  ])('%s is refused without repeating the password', (_name, url, why) => {
    const say = () => parseRedisUrl(url);
    expect(say).toThrow(RedisUrlError);
    expect(say).toThrow(why);
    expect(say).not.toThrow('hunter2');
  });
});
