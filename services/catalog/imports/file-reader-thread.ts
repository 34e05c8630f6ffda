import { parentPort } from 'node:worker_threads';
import { type Chunk, readChunks } from './chunks.ts';
import { FileRefused } from './columns.ts';
import { EncodingNeeded } from './encoding.ts';
import { checkFile, linesOf } from './file.ts';
import type { ReadRequest, ReadResult } from './file-reader.ts';
import { leftOutRows } from './left-out.ts';

/** The worker thread of `file-reader.ts`. */

const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array) => Buffer.from(buffer, byteOffset, byteLength);

/** The chunks of the file that is open. */
let chunks: AsyncGenerator<Chunk> | undefined;

async function resultOf(request: ReadRequest): Promise<ReadResult> {
  switch (request.kind) {
    case 'check':
      return { checked: await checkFile(bufferOf(request.bytes), request.settings, request.choice) };
    case 'left-out': {
      const { bytes, delimiter, faults } = request;
      return { rows: await leftOutRows(linesOf(bufferOf(bytes), delimiter), faults) };
    }
    case 'open':
      chunks = readChunks(linesOf(bufferOf(request.bytes), request.delimiter), request.skip, request.settings);
      return next();
    case 'next':
      return next();
  }
}

async function next(): Promise<ReadResult> {
  const found = await chunks?.next();
  return { chunk: found?.done === false ? JSON.stringify(found.value) : undefined };
}

function refused(error: unknown): ReadResult {
  if (!(error instanceof FileRefused))
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  const { message, line } = error;
  return { refused: { message, line, ...(error instanceof EncodingNeeded && { readings: error.readings }) } };
}

parentPort?.on('message', (request: ReadRequest) => {
  void resultOf(request)
    .catch(refused)
    .then(result => parentPort?.postMessage(result));
});
parentPort?.postMessage('ready');
