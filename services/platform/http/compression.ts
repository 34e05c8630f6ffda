import type { Transform } from 'node:stream';
import { promisify } from 'node:util';
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip';

/** A shorter body fits into one packet uncompressed. */
const MIN_BYTES = 860;

/** Settings by how often a compressed body is sent: brotli's quality and gzip's level. */
const SETTINGS = {
  /** Sent for as long as a build lives. */
  file: { quality: 11, level: 9 },
  /** Stored and sent often. */
  stored: { quality: 6, level: 9 },
  /** Sent once. */
  once: { quality: 4, level: 6 },
} as const;
export type CompressionEffort = keyof typeof SETTINGS;

const COMPRESSIBLE: readonly RegExp[] = [
  /^text\/(?!event-stream)/i,
  /^application\/([\w.+-]*\+)?(json|xml)\b/i,
  /^application\/(javascript|manifest|wasm|x-javascript|ld\+json)/i,
  /^image\/svg\+xml/i,
];

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Whether compression makes bodies of a media type smaller; never for event streams. */
export function isCompressibleType(mediaType: string): boolean {
  return COMPRESSIBLE.some(pattern => pattern.test(mediaType));
}

/** Whether a response is of a status, media type and length that compression makes smaller. */
export function isCompressible(status: number, headers: Headers): boolean {
  if (status < 200 || status === 204 || status === 206 || status === 304 || headers['content-encoding'] !== undefined)
    return false;
  if (/no-transform/.test(String(headers['cache-control'] ?? ''))) return false;
  const length = headers['content-length'];
  const isLongEnough = length === undefined || Number(length) >= MIN_BYTES;
  return isLongEnough && isCompressibleType(String(headers['content-type'] ?? ''));
}

/** The best encoding that an `Accept-Encoding` accepts (RFC 9110, section 12.5.3); undefined for identity. */
export function encodingFor(headers: Headers): Encoding | undefined {
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

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** Compresses a whole body. */
export async function compress(body: Buffer, encoding: Encoding, effort: CompressionEffort): Promise<Buffer> {
  const { quality, level } = SETTINGS[effort];
  if (encoding === 'gzip') return compressGzip(body, { level });
  return compressBrotli(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  });
}

/** Compresses a stream and flushes every chunk, so that a streamed page keeps streaming. */
export function createCompressor(encoding: Encoding): Transform {
  const { quality, level } = SETTINGS.once;
  if (encoding === 'gzip') return createGzip({ level, flush: constants.Z_SYNC_FLUSH });
  return createBrotliCompress({
    flush: constants.BROTLI_OPERATION_FLUSH,
    params: { [constants.BROTLI_PARAM_QUALITY]: quality },
  });
}
