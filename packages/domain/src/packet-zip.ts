/**
 * Reading the ZIP of a packet, strictly. A packet is written in exactly one way: files stored as they are, one after the other,
 * nothing between, before or behind them. Headers are compared with what they must be, byte by byte, so nothing in the file is
 * without meaning: no hidden entry, no second name, no compression that could explode, no way out of the folder.
 */
import { crc32 } from 'node:zlib';

export const PACKET_LIMITS = { bytes: 64 * 1024 * 1024, files: 500, pathChars: 200 } as const;

/** `damaged`: files whose checksum in the ZIP is not theirs. */
export type ZipResult = { ok: true; files: Map<string, Buffer>; damaged: string[] } | { ok: false; fault: string };

const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const CENTRAL_SIGNATURE = 0x02014b50;
/** Plain names, folders by single slashes, no dot in front: nothing that climbs, hides or names a device. */
const PLAIN_PATH = /^[A-Za-z0-9][\w-]*(\.[\w-]+)*(\/[A-Za-z0-9][\w-]*(\.[\w-]+)*)*$/;

/** ZIP for MS-DOS, version 2.0, stored, 1980-01-01 00:00: the same for every file of every packet. */
function fixedFields(): Buffer {
  const b = Buffer.alloc(10);
  b.writeUInt16LE(20, 0);
  b.writeUInt16LE(0x21, 8);
  return b;
}
const FIXED = fixedFields();

interface Entry {
  path: Buffer;
  crc: number;
  bytes: number;
  offset: number;
}

function sizes(e: Entry): Buffer {
  const b = Buffer.alloc(16);
  b.writeUInt32LE(e.crc, 0);
  b.writeUInt32LE(e.bytes, 4);
  b.writeUInt32LE(e.bytes, 8);
  b.writeUInt16LE(e.path.length, 12);
  return b;
}

const localHeader = (e: Entry): Buffer => Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), FIXED, sizes(e), e.path]);

function centralHeader(e: Entry): Buffer {
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(e.offset, 10);
  return Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), FIXED, sizes(e), tail, e.path]);
}

function endRecord(files: number, centralBytes: number, centralOffset: number): Buffer {
  const b = Buffer.alloc(END_BYTES);
  b.write('PK\x05\x06', 'latin1');
  b.writeUInt16LE(files, 8);
  b.writeUInt16LE(files, 10);
  b.writeUInt32LE(centralBytes, 12);
  b.writeUInt32LE(centralOffset, 16);
  return b;
}

const bad = (fault: string): ZipResult => ({ ok: false, fault });

export function readPacketZip(zip: Buffer): ZipResult {
  if (zip.length > PACKET_LIMITS.bytes) return bad(`larger than ${PACKET_LIMITS.bytes / 1024 / 1024} MB`);
  const at = zip.length - END_BYTES;
  if (at < 0 || zip.toString('latin1', at, at + 4) !== 'PK\x05\x06') return bad('not a packet, or cut off: the end record of a ZIP is not at its end');
  const count = zip.readUInt16LE(at + 8);
  const offset = zip.readUInt32LE(at + 16);
  if (count === 0 || count > PACKET_LIMITS.files) return bad(`${count} files; a packet has 1 to ${PACKET_LIMITS.files}`);
  if (offset > at || !zip.subarray(at).equals(endRecord(count, at - offset, offset))) return bad('the end record of the ZIP was altered');
  return readEntries(zip, count, offset, at);
}

function readEntries(zip: Buffer, count: number, centralOffset: number, centralEnd: number): ZipResult {
  const files = new Map<string, Buffer>();
  const damaged: string[] = [];
  let central = centralOffset;
  let offset = 0;
  for (let i = 0; i < count; i += 1) {
    if (central + CENTRAL_BYTES > centralEnd || zip.readUInt32LE(central) !== CENTRAL_SIGNATURE)
      return bad(`entry ${i + 1} of the ZIP's directory was altered`);
    const nameEnd = central + CENTRAL_BYTES + zip.readUInt16LE(central + 28);
    const entry: Entry = {
      path: zip.subarray(central + CENTRAL_BYTES, nameEnd),
      crc: zip.readUInt32LE(central + 16),
      bytes: zip.readUInt32LE(central + 24),
      offset,
    };
    const path = entry.path.toString('latin1');
    if (!PLAIN_PATH.test(path) || path.length > PACKET_LIMITS.pathChars)
      return bad(`entry ${i + 1} has a path that no packet has: ${JSON.stringify(path.slice(0, 80))}`);
    if (files.has(path)) return bad(`two entries are called ${path}`);
    if (nameEnd > centralEnd || !zip.subarray(central, nameEnd).equals(centralHeader(entry))) return bad(`the ZIP's directory entry of ${path} was altered`);
    const local = localHeader(entry);
    const start = offset + local.length;
    if (!zip.subarray(offset, start).equals(local)) return bad(`the ZIP header of ${path} was altered`);
    offset = start + entry.bytes;
    if (offset > centralOffset) return bad(`${path} is longer than the ZIP`);
    const data = zip.subarray(start, offset);
    files.set(path, data);
    if (crc32(data) !== entry.crc) damaged.push(path);
    central = nameEnd;
  }
  if (central !== centralEnd || offset !== centralOffset) return bad('the ZIP holds bytes that belong to no file');
  return { ok: true, files, damaged };
}
