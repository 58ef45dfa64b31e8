/** The inside of a backup file, before it is compressed and sealed: frames of one letter, a length and bytes. */
export const BACKUP_MAGIC = Buffer.from('PANTAU-BACKUP/1\n', 'latin1');

/** Header · table begins · rows in COPY text format · table ends · the end of everything. */
export type FrameType = 'H' | 'T' | 'D' | 'E' | 'Z';
export interface Frame {
  type: FrameType;
  payload: Buffer;
}

const HEAD_BYTES = 5;
const PAYLOAD_BYTES_MAX = 256 * 1024 * 1024;

/** What is read is not a backup, not whole, or not what its own sums say. */
export class BackupDamaged extends Error {}

export function encodeFrame(type: FrameType, payload: Buffer): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.write(type, 'latin1');
  head.writeUInt32BE(payload.length, 1);
  return Buffer.concat([head, payload]);
}

export const jsonFrame = (type: FrameType, value: unknown): Buffer => encodeFrame(type, Buffer.from(JSON.stringify(value), 'utf8'));

/** Ends after the last frame; a source that stops before it, or goes on after it, is damaged. */
export async function* readFrames(source: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  const bytes = new ByteReader(source);
  if (!(await bytes.take(BACKUP_MAGIC.length)).equals(BACKUP_MAGIC)) throw new BackupDamaged('this is not a backup of Pantau');
  for (;;) {
    const head = await bytes.take(HEAD_BYTES);
    const type = head.toString('latin1', 0, 1);
    const length = head.readUInt32BE(1);
    if (!isFrameType(type) || length > PAYLOAD_BYTES_MAX) throw new BackupDamaged('it holds something that no backup holds');
    yield { type, payload: await bytes.take(length) };
    if (type === 'Z') break;
  }
  if (!(await bytes.ended())) throw new BackupDamaged('it goes on after its end');
}

const isFrameType = (t: string): t is FrameType => 'HTDEZ'.includes(t) && t.length === 1;

class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #chunks: Buffer[] = [];
  #have = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async take(n: number): Promise<Buffer> {
    while (this.#have < n) if (!(await this.#more())) throw new BackupDamaged('it ends too early');
    const all = this.#chunks.length === 1 && this.#chunks[0] ? this.#chunks[0] : Buffer.concat(this.#chunks);
    this.#chunks = all.length > n ? [all.subarray(n)] : [];
    this.#have = all.length - n;
    return all.subarray(0, n);
  }

  async ended(): Promise<boolean> {
    while (this.#have === 0) if (!(await this.#more())) return true;
    return false;
  }

  async #more(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done) return false;
    this.#chunks.push(Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength));
    this.#have += next.value.byteLength;
    return true;
  }
}
