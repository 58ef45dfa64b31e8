/**
 * A Jetstream before the real firehose: frames of `subscribeRepos` become its JSON events (v1), kept from the beginning and sent
 * from a cursor on (its libraries come with the test network). Understands `cursor`, `requireHello` and the `options_update` message. Loopback, for tests only.
 */
import { IdResolver } from '@atproto/identity';
import { Firehose } from '@atproto/sync';
import { WebSocketServer } from 'ws';

export async function startJetstream(service) {
  const events = [];
  const readers = new Set();
  let last = 0;
  const push = (body) => {
    // The place in the stream: microseconds that only grow.
    last = Math.max(last + 1, Date.now() * 1_000);
    const { did, ...rest } = body;
    events.push({ time_us: last, body: { did, time_us: last, ...rest } });
    for (const r of readers) r();
  };
  const firehose = new Firehose({
    idResolver: new IdResolver(),
    service: service.replace(/^http/, 'ws'),
    unauthenticatedCommits: true,
    unauthenticatedHandles: true,
    onError: (e) => process.stderr.write(`firehose: ${e}\n`),
    handleEvent: (e) => {
      if (e.event === 'account') push({ did: e.did, kind: 'account', account: { active: e.active, did: e.did, seq: e.seq, status: e.status, time: e.time } });
      if (!['create', 'update', 'delete'].includes(e.event)) return;
      const record = e.event === 'delete' ? {} : { record: e.record, cid: e.cid.toString() };
      push({ did: e.did, kind: 'commit', commit: { rev: e.rev, operation: e.event, collection: e.collection, rkey: e.rkey, ...record } });
    },
  });
  void firehose.start();
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket, request) => {
    const query = new URL(request.url, 'http://127.0.0.1').searchParams;
    const from = query.get('cursor');
    let at = from === null ? events.length : events.findIndex((e) => e.time_us >= Number(from));
    if (at === -1) at = events.length;
    let options =
      query.get('requireHello') === 'true' ? null : { wantedCollections: query.getAll('wantedCollections'), wantedDids: query.getAll('wantedDids') };
    const wants = ({ body }) => {
      if (options.wantedDids.length > 0 && !options.wantedDids.includes(body.did)) return false;
      return body.kind !== 'commit' || options.wantedCollections.length === 0 || options.wantedCollections.includes(body.commit.collection);
    };
    const pump = () => {
      if (options === null) return;
      for (; at < events.length; at++) if (wants(events[at])) socket.send(JSON.stringify(events[at].body));
    };
    socket.on('message', (data) => {
      const m = JSON.parse(String(data));
      if (m.type === 'options_update') options = { wantedCollections: m.payload.wantedCollections ?? [], wantedDids: m.payload.wantedDids ?? [] };
      pump();
    });
    readers.add(pump);
    socket.on('close', () => readers.delete(pump));
    pump();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return { url: `ws://127.0.0.1:${server.address().port}/subscribe`, close: () => server.close() };
}
