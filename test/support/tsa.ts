/** A time-stamp authority on loopback: HTTP in front of `openssl ts`, with a certificate authority of its own. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const opensslMissing = spawnSync('openssl', ['version']).status !== 0;

const CONFIG = `
[req]
distinguished_name = dn
[dn]
[v3_ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[v3_tsa]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = uji
[uji]
dir = .
serial = ./serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
`;

export interface TestAuthority {
  url: string;
  host: string;
  caPem: string;
  /** Requests answered. */
  asked(): number;
  /** From now on: this status instead of a stamp; null gives stamps again. */
  fail(status: number | null): void;
  stop(): Promise<void>;
}

export async function startAuthority(): Promise<TestAuthority> {
  const dir = mkdtempSync(join(tmpdir(), 'pantau-tsa-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] });
  writeFileSync(join(dir, 'ts.cnf'), CONFIG);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-config', 'ts.cnf'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '30', '-subj', '/CN=CA Uji', '-extensions', 'v3_ca');
  openssl('req', '-new', ...key, '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/CN=TSA Uji');
  openssl(
    'x509',
    '-req',
    '-in',
    'tsa.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '30',
    '-extensions',
    'v3_tsa',
    '-extfile',
    'ts.cnf',
    '-out',
    'tsa.pem',
  );
  let asked = 0;
  let failing: number | null = null;
  const reply = (query: Buffer): Buffer => {
    asked += 1;
    writeFileSync(join(dir, 'q.tsq'), query);
    openssl('ts', '-reply', '-config', 'ts.cnf', '-queryfile', 'q.tsq', '-signer', 'tsa.pem', '-inkey', 'tsa.key', '-out', 'r.tsr');
    return readFileSync(join(dir, 'r.tsr'));
  };
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
    if (failing !== null) return void res.writeHead(failing).end();
    res.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(reply(Buffer.concat(chunks)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/tsa`,
    host,
    caPem: readFileSync(join(dir, 'ca.pem'), 'utf8'),
    asked: () => asked,
    fail: (status) => {
      failing = status;
    },
    stop: async () => {
      await new Promise((resolve) => server.close(resolve));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
