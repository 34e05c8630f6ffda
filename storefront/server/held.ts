import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
const TEXT = /^(text\/|application\/(javascript|json|manifest\+json|xml)|image\/svg\+xml)/;
/** Below this many bytes compressing saves no packet. */
const WORTH = 860;

/**
 * The inline scripts of a page, as Content-Security-Policy names them (CSP3, section 2.3.1). Blocks of data are not run
 * and not named.
 */
export function scriptHashes(html: string): string[] {
  const hashes = [
    ...html.matchAll(/<script(?![^>]*\ssrc=)(?![^>]*type="application\/(?:ld\+)?json")[^>]*>([\s\S]*?)<\/script>/g),
  ].map(([, code = '']) => `sha256-${createHash('sha256').update(code).digest('base64')}`);
  return [...new Set(hashes)];
}

function encodingFor(request: IncomingMessage): 'br' | 'gzip' | undefined {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : undefined;
}

const packed = new Map<string, Buffer>();

/** Files of the build are packed once, as small as can be; pages each time, quickly. */
async function pack(body: Buffer, encoding: 'br' | 'gzip', file: string | undefined): Promise<Buffer> {
  const key = `${encoding} ${file}`;
  const known = file === undefined ? undefined : packed.get(key);
  if (known) return known;
  const quality = { [constants.BROTLI_PARAM_QUALITY]: file === undefined ? 4 : 11 };
  const bytes = encoding === 'br' ? await brotli(body, { params: quality }) : await zip(body);
  if (file !== undefined) packed.set(key, bytes);
  return bytes;
}

export interface Head {
  status: number;
  /** The text of a page; undefined for anything but HTML. */
  html: string | undefined;
  hasCookies: boolean;
}

/**
 * Holds an answer of text back until it is whole, so that its head can tell what was learned while it was made:
 * `headersOf` is asked for status and headers then, and may have other HTML sent. Pages come in one piece anyway
 * (nothing in them is streamed late). Other answers pass as they are made.
 */
export function holdAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  file: string | undefined,
  headersOf: (head: Head) => { status: number; headers: Record<string, string>; html?: string },
): void {
  const chunks: Buffer[] = [];
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const flush = response.flushHeaders.bind(response);
  const isText = (): boolean =>
    TEXT.test(String(response.getHeader('content-type') ?? '')) &&
    !/event-stream/.test(String(response.getHeader('content-type')));
  const take = (chunk: unknown, encoding: unknown): void => {
    if (typeof chunk === 'string')
      chunks.push(Buffer.from(chunk, typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8'));
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  const finish = (html: string | undefined): string | undefined => {
    const { status, headers, ...changed } = headersOf({
      status: response.statusCode,
      html,
      hasCookies: response.hasHeader('set-cookie'),
    });
    response.statusCode = status;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    return changed.html;
  };

  async function release(): Promise<void> {
    let body = Buffer.concat(chunks);
    const type = String(response.getHeader('content-type') ?? '');
    const changed = finish(type.startsWith('text/html') ? body.toString() : undefined);
    if (changed !== undefined) body = Buffer.from(changed);
    const encoding = encodingFor(request);
    response.appendHeader('vary', 'Accept-Encoding');
    if (encoding && body.length >= WORTH && !response.hasHeader('content-encoding')) {
      body = Buffer.from(await pack(body, encoding, response.statusCode === 200 ? file : undefined));
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
      if (!response.headersSent) finish(undefined);
      return Reflect.apply(
        write,
        response,
        [chunk, encoding, done].filter(part => part !== undefined),
      );
    }
    take(chunk, encoding);
    const called = typeof encoding === 'function' ? encoding : done;
    if (typeof called === 'function') called();
    return true;
  }) as typeof response.write;
  response.end = ((chunk?: unknown, encoding?: unknown, done?: unknown) => {
    if (ended) return response;
    ended = true;
    if (!isText() || response.headersSent) {
      if (!response.headersSent) finish(undefined);
      return Reflect.apply(
        end,
        response,
        [chunk, encoding, done].filter(part => part !== undefined),
      );
    }
    if (typeof chunk !== 'function') take(chunk, encoding);
    for (const called of [chunk, encoding, done])
      if (typeof called === 'function') response.once('finish', called as () => void);
    release().catch(error => response.destroy(error));
    return response;
  }) as typeof response.end;
}
