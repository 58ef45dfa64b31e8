/** A Personal Data Server with its identity directory, in memory and a temporary folder. Prints its addresses as one JSON line. */
import { TestNetworkNoAppView } from '@atproto/dev-env';
import { startJetstream } from './jetstream.mjs';

const network = await TestNetworkNoAppView.create({});
const jetstream = await startJetstream(network.pds.url);
process.stdout.write(`${JSON.stringify({ pds: network.pds.url, plc: network.plc.url, jetstream: jetstream.url })}\n`);
const stop = () => void network.close().finally(() => process.exit(0));
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
// A parent that is killed closes the pipe; nothing may be left behind.
process.stdin.on('close', stop).resume();
