import type { IncomingHttpHeaders } from 'node:http';
import type { Transform } from 'node:stream';
import { promisify } from 'node:util';
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib';
import type { Headers } from './cache-control.ts';
import type { EdgeStore } from './store.ts';
import type { Encoding, StoredResponse } from './stored-response.ts';

/** A shorter body fits into one packet uncompressed. */
const MIN_BYTES = 860;

/** Brotli's quality for a stored body, compressed once and sent often. */
const STORED_QUALITY = 6;
/** Brotli's quality for a body that is compressed while it is forwarded. */
const STREAMED_QUALITY = 4;

const COMPRESSIBLE: readonly RegExp[] = [
  /^text\/(?!event-stream)/i,
  /^application\/([\w.+-]*\+)?(json|xml)\b/i,
  /^application\/(javascript|manifest|wasm|x-javascript|ld\+json)/i,
  /^image\/svg\+xml/i,
];

/** Whether a response is of a media type and length that compression makes smaller. */
export function isCompressible(status: number, headers: Headers): boolean {
  if (status < 200 || status === 204 || status === 206 || status === 304 || headers['content-encoding'] !== undefined)
    return false;
  if (/no-transform/.test(String(headers['cache-control'] ?? ''))) return false;
  const mediaType = String(headers['content-type'] ?? '');
  const length = headers['content-length'];
  const isLongEnough = length === undefined || Number(length) >= MIN_BYTES;
  return isLongEnough && COMPRESSIBLE.some(pattern => pattern.test(mediaType));
}

/** The best encoding that a browser accepts (RFC 9110, section 12.5.3); undefined for identity. */
export function encodingFor(headers: IncomingHttpHeaders): Encoding | undefined {
  const accepted = new Map(
    String(headers['accept-encoding'] ?? '')
      .split(',')
      .map(part => {
        const [name = '', ...parameters] = part.split(';').map(piece => piece.trim().toLowerCase());
        const quality = parameters.find(parameter => parameter.startsWith('q='));
        return [name, quality === undefined ? 1 : Number(quality.slice(2))] as const;
      }),
  );
  const accepts = (name: Encoding): boolean => (accepted.get(name) ?? accepted.get('*') ?? 0) > 0;
  return accepts('br') ? 'br' : accepts('gzip') ? 'gzip' : undefined;
}

/** Compresses a stream and flushes every chunk, so that a streamed page keeps streaming. */
export function createCompressor(encoding: Encoding): Transform {
  if (encoding === 'gzip') return createGzip({ level: 6, flush: constants.Z_SYNC_FLUSH });
  return createBrotliCompress({
    flush: constants.BROTLI_OPERATION_FLUSH,
    params: { [constants.BROTLI_PARAM_QUALITY]: STREAMED_QUALITY },
  });
}

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

async function compress({ body }: StoredResponse, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'gzip') return compressGzip(body, { level: 9 });
  return compressBrotli(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: STORED_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  });
}

/** The body of a stored response in an encoding: compressed once and stored with it. */
export function encodedBody(store: EdgeStore, stored: StoredResponse, encoding: Encoding): Promise<Buffer> {
  const known = stored.encoded.get(encoding);
  if (known) return known;
  const encoded = compress(stored, encoding).then(body => {
    store.addSize(stored, body.length);
    return body;
  });
  stored.encoded.set(encoding, encoded);
  return encoded;
}
