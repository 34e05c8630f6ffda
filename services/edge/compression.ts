import type { IncomingHttpHeaders } from 'node:http';
import type { Transform } from 'node:stream';
import { promisify } from 'node:util';
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib';
import type { Encoding, Entry } from './entry.ts';
import type { Headers } from './policy.ts';
import type { EdgeStore } from './store.ts';

/** Shorter answers fit into one packet as they are. */
const SHORTEST = 860;

/** Brotli's quality for what is compressed once and sent often, and for what is compressed on the way. */
const ONCE = 6;
const STREAMED = 4;

const TEXT =
  /^(text\/(?!event-stream)|application\/([\w.+-]*\+)?(json|xml)\b|application\/(javascript|manifest|wasm|x-javascript|ld\+json)|image\/svg\+xml)/i;

/** Whether an answer is of a kind that gets smaller. */
export function isCompressible(status: number, headers: Headers): boolean {
  if (status < 200 || status === 204 || status === 206 || status === 304 || headers['content-encoding'] !== undefined)
    return false;
  if (/no-transform/.test(String(headers['cache-control'] ?? ''))) return false;
  const length = headers['content-length'];
  return TEXT.test(String(headers['content-type'] ?? '')) && (length === undefined || Number(length) >= SHORTEST);
}

/** The best encoding that a browser takes (RFC 9110, section 12.5.3); undefined for none. */
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
  const takes = (name: Encoding): boolean => (accepted.get(name) ?? accepted.get('*') ?? 0) > 0;
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : undefined;
}

/** Compresses what flows through, passing every piece on at once: a page that streams keeps streaming. */
export function compressor(encoding: Encoding): Transform {
  if (encoding === 'gzip') return createGzip({ level: 6, flush: constants.Z_SYNC_FLUSH });
  return createBrotliCompress({
    flush: constants.BROTLI_OPERATION_FLUSH,
    params: { [constants.BROTLI_PARAM_QUALITY]: STREAMED },
  });
}

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

async function compress(entry: Entry, encoding: Encoding): Promise<Buffer> {
  const { body } = entry;
  if (encoding === 'gzip') return zip(body, { level: 9 });
  return brotli(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: ONCE, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  });
}

/** The stored answer's body in this encoding: compressed once, kept with it. */
export function encodedBody(store: EdgeStore, entry: Entry, encoding: Encoding): Promise<Buffer> {
  const known = entry.encoded.get(encoding);
  if (known) return known;
  const made = compress(entry, encoding).then(body => {
    store.grow(entry, body.length);
    return body;
  });
  entry.encoded.set(encoding, made);
  return made;
}
