import type { IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import { pipeRequest } from '../platform/http/request-body.ts';
import { unavailable } from '../platform/http/unavailable.ts';

/** A body in memory; `release` gives its bytes back to the budget. */
export interface BufferedBody {
  bytes: Buffer;
  release(): void;
}

export interface BodyReader {
  /**
   * Reads a body whole. Throws ProblemError 413 over `maxBytes`, 408 where it is not complete in time (RFC 9110,
   * section
   * 15.5.9), 503 where too many bytes are in memory.
   */
  read(request: IncomingMessage, maxBytes: number): Promise<BufferedBody>;
}

export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

export const tooLarge = (maxBytes: number): ProblemError =>
  new ProblemError({ status: 413, detail: `The body may have at most ${maxBytes} bytes.` });

/** The rest of the body is not awaited: the connection ends with the response. */
const tooSlow = (timeoutMs: number): ProblemError =>
  new ProblemError({
    status: 408,
    detail: `The body was not complete after ${timeoutMs / 1_000} seconds.`,
    headers: { connection: 'close' },
  });

/**
 * Reads bodies of at most `timeoutMs` each. All bodies in memory have `maxTotalBytes` together, so that many large
 * requests cannot exhaust the memory.
 */
export function createBodyReader(options: { timeoutMs: number; maxTotalBytes: number }): BodyReader {
  const { timeoutMs, maxTotalBytes } = options;
  let totalBytes = 0;
  return {
    async read(request, maxBytes) {
      const chunks: Buffer[] = [];
      let length = 0;
      const release = (): void => {
        totalBytes -= length;
        length = 0;
      };
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const timer = setTimeout(() => reject(tooSlow(timeoutMs)), timeoutMs);
      const onData = (chunk: Buffer): void => {
        length += chunk.length;
        totalBytes += chunk.length;
        if (length > maxBytes) reject(tooLarge(maxBytes));
        else if (totalBytes > maxTotalBytes) reject(unavailable('The gateway'));
        else chunks.push(chunk);
      };
      request.on('data', onData).once('end', resolve).once('error', reject);
      try {
        await promise;
        return { bytes: Buffer.concat(chunks), release };
      } catch (error) {
        release();
        throw error;
      } finally {
        clearTimeout(timer);
        request.off('data', onData).off('end', resolve).off('error', reject);
        request.on('error', () => {});
        // What is left is dropped, so that the connection can serve the next request.
        request.resume();
      }
    },
  };
}

/** A body that is streamed: it fails with ProblemError 413 over `maxBytes`, and with 408 after `timeoutMs`. */
export function limitedStream(request: IncomingMessage, maxBytes: number, timeoutMs: number): Transform {
  let length = 0;
  const body = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      length += chunk.length;
      if (length > maxBytes) next(tooLarge(maxBytes));
      else next(null, chunk);
    },
  });
  const timer = setTimeout(() => body.destroy(tooSlow(timeoutMs)), timeoutMs);
  body.once('close', () => clearTimeout(timer));
  body.once('finish', () => clearTimeout(timer));
  return pipeRequest(request, body);
}
