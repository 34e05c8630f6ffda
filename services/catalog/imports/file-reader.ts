import { LimitedThread, type ThreadLimits } from '../../platform/limited-thread.ts';
import type { Chunk } from './chunks.ts';
import { FileRefused, type FileSettings } from './columns.ts';
import { EncodingNeeded, type Reading } from './encoding.ts';
import type { CheckedFile } from './file.ts';
import type { RowFault } from './rows.ts';

/**
 * Reads files of merchants in a thread: what takes a processor for seconds, or crafted cells, does not stop the
 * service, and has limits of time and memory.
 */

/** How an encoding is chosen (encoding.ts). */
type EncodingChoice = Parameters<typeof import('./encoding.ts').decode>[1];

export type ReadRequest =
  | { kind: 'check'; bytes: Uint8Array; settings: FileSettings; choice: EncodingChoice }
  | { kind: 'open'; bytes: Uint8Array; delimiter: string; skip: number; settings: FileSettings }
  | { kind: 'next' }
  | { kind: 'left-out'; bytes: Uint8Array; delimiter: string; faults: readonly RowFault[] };

export type ReadResult =
  | { checked: CheckedFile }
  /** A chunk as JSON. */
  | { chunk: string | undefined }
  | { rows: string | undefined }
  | { refused: { message: string; line: number; readings?: readonly Reading[] } }
  | { failure: string };

/** The largest file takes some seconds; these are for a machine that is busy. */
const LIMITS: ThreadLimits = { deadlineMs: 60_000, memoryMb: 512 };

type ReaderThread = LimitedThread<ReadRequest, ReadResult>;

export const startReader = (limits = LIMITS): ReaderThread =>
  new LimitedThread(new URL('./file-reader-thread.ts', import.meta.url), limits);

/** Files that are checked before they become a job wait for one another. */
const checks = startReader();

async function read(thread: ReaderThread, request: ReadRequest): Promise<Exclude<ReadResult, { failure: string }>> {
  const result = await thread.send(request);
  if (result === undefined) throw new FileRefused('The file takes more time or memory to read than there is for one.');
  if ('failure' in result) throw new Error(`A file could not be read: ${result.failure}`);
  if (!('refused' in result)) return result;
  const { message, line, readings } = result.refused;
  throw readings ? new EncodingNeeded(readings, line) : new FileRefused(message, line);
}

const unexpected = (kind: ReadRequest['kind']) => new Error(`The thread that reads files misread "${kind}"`);

/** `checkFile` of file.ts, in a thread. Throws FileRefused. */
export async function checkFile(
  raw: Uint8Array,
  settings: FileSettings,
  choice: EncodingChoice,
  thread = checks,
): Promise<CheckedFile> {
  const result = await read(thread, { kind: 'check', bytes: raw, settings, choice });
  if (!('checked' in result)) throw unexpected('check');
  const { bytes } = result.checked;
  return { ...result.checked, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}

/** A chunk that the thread wrote as JSON, which has no dates. */
function chunkOf(text: string): Chunk {
  const chunk: Chunk = JSON.parse(text);
  for (const { rows } of chunk.groups)
    for (const row of rows) if (row.createdAt !== undefined) row.createdAt = new Date(row.createdAt);
  return chunk;
}

/** `readChunks` of chunks.ts, in a thread of its own. Throws FileRefused. */
export async function* readChunksOf(
  bytes: Uint8Array,
  delimiter: string,
  skip: number,
  settings: FileSettings,
): AsyncGenerator<Chunk> {
  const thread = startReader();
  try {
    let request: ReadRequest = { kind: 'open', bytes, delimiter, skip, settings };
    for (;;) {
      const result = await read(thread, request);
      if (!('chunk' in result)) throw unexpected(request.kind);
      if (result.chunk === undefined) return;
      yield chunkOf(result.chunk);
      request = { kind: 'next' };
    }
  } finally {
    await thread.close();
  }
}

/** `leftOutRows` of left-out.ts, in a thread of its own. */
export async function readLeftOutRows(
  bytes: Uint8Array,
  delimiter: string,
  faults: readonly RowFault[],
): Promise<string | undefined> {
  const thread = startReader();
  try {
    const result = await read(thread, { kind: 'left-out', bytes, delimiter, faults });
    if (!('rows' in result)) throw unexpected('left-out');
    return result.rows;
  } finally {
    await thread.close();
  }
}
