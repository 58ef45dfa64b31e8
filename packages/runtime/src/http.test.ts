import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { guardUrl, HttpFailed, HttpRefused, httpRequest, isPrivateAddress, PrivateTargets } from './http.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<{ host: string; port: number; hits: () => number }> {
  let hits = 0;
  const server = createServer((req, res) => {
    hits += 1;
    listener(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { host: `127.0.0.1:${port}`, port, hits: () => hits };
}

const LIMITS = { timeoutMs: 3_000, maxBytes: 1_000 };

describe('addresses', () => {
  test.each([
    ['0.0.0.0'],
    ['0.1.2.3'],
    ['10.0.0.1'],
    ['100.64.0.1'],
    ['127.0.0.1'],
    ['127.255.255.254'],
    ['169.254.169.254'],
    ['172.16.0.1'],
    ['172.31.255.255'],
    ['192.0.0.1'],
    ['192.168.1.1'],
    ['198.18.0.1'],
    ['224.0.0.1'],
    ['240.0.0.1'],
    ['255.255.255.255'],
    ['::'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['::ffff:a9fe:a9fe'],
    ['::127.0.0.1'],
    ['::ffff:0:127.0.0.1'],
    ['64:ff9b::127.0.0.1'],
    ['64:ff9b:1::1'],
    ['2002:7f00:1::'],
    ['2001:0:1::1'],
    ['2001:db8::1'],
    ['3fff::1'],
    ['fc00::1'],
    ['fd12:3456::1'],
    ['fe80::1'],
    ['fe80::1%eth0'],
    ['fec0::1'],
    ['ff02::1'],
    ['not an address'],
  ])('%s is private', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  test.each([['1.1.1.1'], ['103.10.66.1'], ['172.32.0.1'], ['2606:4700:4700::1111'], ['2001:df0::1']])('%s is public', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });

  test('every IPv4 address inside 127/8, 10/8 and 169.254/16 is private, also written as IPv6', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const prefix = fc.constantFrom<[number, number | null]>([127, null], [10, null], [169, 254]);
    fc.assert(
      fc.property(prefix, byte, byte, byte, ([a, second], b, c, d) => {
        const ip = `${a}.${second ?? b}.${c}.${d}`;
        expect([ip, `::ffff:${ip}`, `::${ip}`, `64:ff9b::${ip}`].map(isPrivateAddress)).toEqual([true, true, true, true]);
      }),
    );
  });
});

describe('guardUrl', () => {
  test.each([
    ['literal', 'https://127.0.0.1/'],
    ['decimal', 'https://2130706433/'],
    ['octal', 'https://0177.0.0.1/'],
    ['hex', 'https://0x7f.0.0.1/'],
    ['one hex number', 'https://0x7f000001/'],
    ['short', 'https://127.1/'],
    ['full-width digits', 'https://１２７.０.０.１/'],
    ['percent-encoded', 'https://%31%32%37.0.0.1/'],
    ['all zero', 'https://0.0.0.0/'],
    ['zero', 'https://0/'],
    ['cloud metadata', 'https://169.254.169.254/latest/meta-data/'],
    ['IPv6 loopback', 'https://[::1]/'],
    ['IPv6 unspecified', 'https://[::]/'],
    ['mapped', 'https://[::ffff:127.0.0.1]/'],
    ['mapped in hex', 'https://[::ffff:7f00:1]/'],
    ['compatible', 'https://[::127.0.0.1]/'],
    ['NAT64', 'https://[64:ff9b::7f00:1]/'],
    ['trailing dot', 'https://127.0.0.1./'],
    ['credentials', 'https://user:pass@example.org/'],
    ['user only', 'https://127.0.0.1@example.org/'],
    ['plain http', 'http://example.org/'],
    ['file', 'file:///etc/passwd'],
    ['ftp', 'ftp://example.org/'],
    ['gopher', 'gopher://127.0.0.1/'],
    ['data', 'data:text/plain,x'],
    ['javascript', 'javascript:alert(1)'],
    ['unix', 'unix:/run/x.sock'],
    ['no URL', 'example.org'],
    ['empty', ''],
  ])('refuses: %s', (_name, url) => {
    expect(() => guardUrl(url)).toThrow(HttpRefused);
  });

  test('lets a public https address pass, unchanged', () => {
    expect(guardUrl('https://bkpsdm.example.go.id:8443/hook?x=1').href).toBe('https://bkpsdm.example.go.id:8443/hook?x=1');
  });

  test('the allow-list opens one host and port, in any spelling of the address, and nothing beside it', () => {
    const allow = ['127.0.0.1:4190'];
    expect(guardUrl('http://127.0.0.1:4190/', allow).host).toBe('127.0.0.1:4190');
    expect(guardUrl('http://2130706433:4190/', allow).host).toBe('127.0.0.1:4190');
    expect(() => guardUrl('http://u:p@127.0.0.1:4190/', allow)).toThrow(/credentials/);
    expect(() => guardUrl('file://127.0.0.1:4190/x', allow)).toThrow(HttpRefused);
  });

  test.each(['http://127.0.0.1:4191/', 'http://127.0.0.1/', 'http://127.0.0.2:4190/', 'https://[::1]:4190/', 'https://[::ffff:127.0.0.1]:4190/'])(
    'with 127.0.0.1:4190 allowed, %s is still refused',
    (url) => {
      expect(() => guardUrl(url, ['127.0.0.1:4190'])).toThrow(HttpRefused);
    },
  );

  test('a default port on the list matches a URL that leaves it out', () => {
    expect(guardUrl('http://gateway.internal/', ['gateway.internal:80']).host).toBe('gateway.internal');
    expect(guardUrl('https://10.0.0.5/', ['10.0.0.5:443']).host).toBe('10.0.0.5');
    expect(() => guardUrl('http://10.0.0.5/', ['10.0.0.5:443'])).toThrow(HttpRefused);
  });
});

describe('PANTAU_ALLOW_PRIVATE', () => {
  test('is a comma list of host:port, empty by default', () => {
    expect(PrivateTargets.parse(undefined)).toEqual([]);
    expect(PrivateTargets.parse(' 127.0.0.1:4190, [::1]:80 ,Gateway.internal:443,')).toEqual(['127.0.0.1:4190', '[::1]:80', 'gateway.internal:443']);
  });

  test.each(['127.0.0.1', '*', '10.0.0.0/8', 'http://127.0.0.1:80', '127.0.0.1:port'])('refuses %s', (v) => {
    expect(PrivateTargets.safeParse(v).success).toBe(false);
  });
});

describe('httpRequest', () => {
  test('a name that resolves to loopback is refused before anything is sent', async () => {
    const tcp = createTcpServer();
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    closing.push(() => tcp.close());
    let connections = 0;
    tcp.on('connection', () => {
      connections += 1;
    });
    const { port } = tcp.address() as AddressInfo;
    await expect(httpRequest(`https://localhost:${port}/`, {}, LIMITS)).rejects.toThrow(HttpRefused);
    expect(connections).toBe(0);
  });

  test('a name that does not exist is a failure that may pass', async () => {
    await expect(httpRequest('https://no-such-host.invalid/', {}, LIMITS)).rejects.toMatchObject({ retryable: true });
  });

  test.each([301, 302, 303, 307, 308])('a %i answer is returned, not followed', async (status) => {
    const inner = await serve((_req, res) => res.end('secret'));
    const outer = await serve((_req, res) => res.writeHead(status, { location: `http://${inner.host}/` }).end());
    const r = await httpRequest(`http://${outer.host}/`, { method: 'POST', body: 'x' }, { ...LIMITS, allowPrivate: [outer.host, inner.host] });
    expect([r.status, inner.hits(), outer.hits()]).toEqual([status, 0, 1]);
  });

  test('an answer above the limit is an error that will not pass', async () => {
    const s = await serve((_req, res) => res.end('x'.repeat(1_001)));
    await expect(httpRequest(`http://${s.host}/`, {}, { ...LIMITS, allowPrivate: [s.host] })).rejects.toMatchObject({ retryable: false });
  });

  test('an answer at the limit is whole', async () => {
    const s = await serve((_req, res) => res.end('x'.repeat(1_000)));
    expect((await httpRequest(`http://${s.host}/`, {}, { ...LIMITS, allowPrivate: [s.host] })).body).toHaveLength(1_000);
  });

  test('when only the status matters, an endless body is cut and the status counts', async () => {
    let cut = false;
    const s = await serve((_req, res) => {
      res.writeHead(200);
      const pump = () => {
        while (!res.destroyed && res.write('x'.repeat(10_000)));
      };
      res.on('drain', pump);
      res.on('close', () => {
        cut = true;
      });
      pump();
    });
    const r = await httpRequest(`http://${s.host}/`, {}, { ...LIMITS, statusOnly: true, allowPrivate: [s.host] });
    expect(r.status).toBe(200);
    expect(r.body.length).toBeLessThanOrEqual(1_000);
    await expect.poll(() => cut).toBe(true);
  });

  test('when only the status matters, a body that breaks off or never ends does not undo it', async () => {
    const broken = await serve((_req, res) => {
      res.writeHead(202, { 'content-length': '100' });
      res.write('x', () => res.destroy());
    });
    const slow = await serve((_req, res) => void res.writeHead(202).write('x'));
    for (const s of [broken, slow])
      expect((await httpRequest(`http://${s.host}/`, {}, { timeoutMs: 300, maxBytes: 1_000, statusOnly: true, allowPrivate: [s.host] })).status).toBe(202);
  });

  test('no answer, slow bytes, a reset and a closed port are failures that may pass', async () => {
    const silent = await serve(() => {});
    const slow = await serve((_req, res) => void res.writeHead(200).write('x'));
    const reset = await serve((req) => req.socket.destroy());
    const closed = await serve(() => {});
    closing.pop()?.();
    const ask = (host: string) => httpRequest(`http://${host}/`, {}, { timeoutMs: 300, maxBytes: 1_000, allowPrivate: [host] });
    await expect(ask(silent.host)).rejects.toThrow('no answer within 300 ms');
    await expect(ask(slow.host)).rejects.toThrow('no answer within 300 ms');
    await expect(ask(reset.host)).rejects.toThrow(/connection failed/);
    await expect(ask(closed.host)).rejects.toMatchObject({ message: 'the connection failed (ECONNREFUSED)', retryable: true });
  });

  test('a signal of the caller ends the request', async () => {
    const silent = await serve(() => {});
    const abort = new AbortController();
    const asked = httpRequest(`http://${silent.host}/`, {}, { ...LIMITS, allowPrivate: [silent.host], signal: abort.signal });
    await expect.poll(() => silent.hits()).toBe(1);
    abort.abort();
    await expect(asked).rejects.toThrow(HttpFailed);
  });
});
