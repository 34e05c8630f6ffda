import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  compress,
  type Encoding,
  encodingFor,
  isCompressible,
  isCompressibleType,
} from '../../services/platform/http/compression.ts';

/** Compressed files of the build, by encoding and path. */
const compressedFiles = new Map<string, Buffer>();

/** Files of the build are compressed once, as small as possible; pages each time, quickly. */
async function encode(body: Buffer, encoding: Encoding, file: string | undefined): Promise<Buffer> {
  if (file === undefined) return compress(body, encoding, 'once');
  const key = `${encoding} ${file}`;
  const known = compressedFiles.get(key);
  if (known) return known;
  const compressed = await compress(body, encoding, 'file');
  compressedFiles.set(key, compressed);
  return compressed;
}

export interface BufferedResponse {
  status: number;
  /** The page; undefined for anything but HTML. */
  html: string | undefined;
  hasCookies: boolean;
}

/**
 * Buffers a response of text until it is complete, so that its headers can depend on how it was rendered: `headersOf`
 * then returns status and headers, and may replace the HTML. Nothing in a page is streamed late, so buffering costs no
 * time. Other responses are streamed.
 */
export function bufferResponse(
  request: IncomingMessage,
  response: ServerResponse,
  file: string | undefined,
  headersOf: (buffered: BufferedResponse) => {
    status: number;
    headers: Record<string, string>;
    html: string | undefined;
  },
): void {
  const chunks: Buffer[] = [];
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const flush = response.flushHeaders.bind(response);
  const isText = (): boolean => isCompressibleType(String(response.getHeader('content-type') ?? ''));
  const append = (chunk: unknown, encoding: unknown): void => {
    if (typeof chunk === 'string')
      chunks.push(Buffer.from(chunk, typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8'));
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  const setHeaders = (html: string | undefined): string | undefined => {
    const {
      status,
      headers,
      html: changed,
    } = headersOf({
      status: response.statusCode,
      html,
      hasCookies: response.hasHeader('set-cookie'),
    });
    response.statusCode = status;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    return changed;
  };

  async function sendBuffered(): Promise<void> {
    let body: Buffer = Buffer.concat(chunks);
    const type = String(response.getHeader('content-type') ?? '');
    const changed = setHeaders(type.startsWith('text/html') ? body.toString() : undefined);
    if (changed !== undefined) body = Buffer.from(changed);
    const encoding = encodingFor(request.headers);
    response.appendHeader('vary', 'Accept-Encoding');
    const { statusCode } = response;
    const headers = {
      'content-type': type,
      'content-length': String(body.length),
      'content-encoding': response.hasHeader('content-encoding') ? 'present' : undefined,
    };
    if (encoding && isCompressible(statusCode, headers)) {
      body = await encode(body, encoding, statusCode === 200 ? file : undefined);
      response.setHeader('content-encoding', encoding);
      response.removeHeader('etag');
    }
    response.setHeader('content-length', body.length);
    end(request.method === 'HEAD' ? undefined : body);
  }

  let ended = false;
  response.flushHeaders = () => {
    if (!isText()) flush();
  };
  response.write = ((chunk: unknown, encoding?: unknown, done?: unknown) => {
    if (!isText()) {
      if (!response.headersSent) setHeaders(undefined);
      return Reflect.apply(
        write,
        response,
        [chunk, encoding, done].filter(part => part !== undefined),
      );
    }
    append(chunk, encoding);
    const called = typeof encoding === 'function' ? encoding : done;
    if (typeof called === 'function') called();
    return true;
  }) as typeof response.write;
  response.end = ((chunk?: unknown, encoding?: unknown, done?: unknown) => {
    if (ended) return response;
    ended = true;
    if (!isText() || response.headersSent) {
      if (!response.headersSent) setHeaders(undefined);
      return Reflect.apply(
        end,
        response,
        [chunk, encoding, done].filter(part => part !== undefined),
      );
    }
    if (typeof chunk !== 'function') append(chunk, encoding);
    for (const called of [chunk, encoding, done])
      if (typeof called === 'function') response.once('finish', called as () => void);
    sendBuffered().catch(error => response.destroy(error));
    return response;
  }) as typeof response.end;
}
