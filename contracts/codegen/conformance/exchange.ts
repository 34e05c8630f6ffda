import http from 'node:http';
import https from 'node:https';
import type { Answer } from './judge.ts';

/** A request as it is written on the connection; a header may be there twice. */
export interface WireRequest {
  method: string;
  /** Where the system answers; what is before and after `path` is kept as it is. */
  base: string;
  path: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: string | Uint8Array | undefined;
}

const agents = {
  'http:': new http.Agent({ keepAlive: true }),
  'https:': new https.Agent({ keepAlive: true }),
};

/** Sends a request and reads the answer whole, of a stream of events its head alone. Redirects are answers. */
export async function exchange(request: WireRequest, timeoutMs: number): Promise<Answer> {
  try {
    return await once(request, timeoutMs);
  } catch (error) {
    // The server had closed the connection before it saw the request. RFC 9112, 9.3.1.
    if (!(error instanceof ClosedBeforeError)) return { failure: messageOf(error) };
    return await once(request, timeoutMs).catch(again => ({ failure: messageOf(again) }));
  }
}

class ClosedBeforeError extends Error {}

const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
};

function once({ method, base, path, headers, body }: WireRequest, timeoutMs: number): Promise<Answer> {
  const { protocol, hostname, port, host, pathname } = new URL(base);
  const isSecure = protocol === 'https:';
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const list = [...headers, ...(bytes === undefined ? [] : [['content-length', String(bytes.byteLength)] as const])];
  return new Promise((resolve, reject) => {
    const request = (isSecure ? https : http).request({
      method,
      hostname,
      port,
      path: `${pathname.replace(/\/$/, '')}${path}`,
      agent: isSecure ? agents['https:'] : agents['http:'],
      headers: ['host', host, ...list.flat()],
      signal: AbortSignal.timeout(timeoutMs),
    });
    let hasAnswer = false;
    request.on('response', response => {
      hasAnswer = true;
      readAnswer(response).then(resolve, reject);
    });
    request.on('error', error => {
      // What was answered before the body was sent whole, such as 413, counts.
      if (hasAnswer) return;
      const isReset = 'code' in error && error.code === 'ECONNRESET' && request.reusedSocket;
      reject(isReset ? new ClosedBeforeError() : error);
    });
    request.end(bytes);
  });
}

async function readAnswer(response: http.IncomingMessage): Promise<Answer> {
  const headers = headersOf(response.rawHeaders);
  const about = { status: response.statusCode ?? 0, contentType: headers.get('content-type') ?? undefined, headers };
  if (about.contentType?.startsWith('text/event-stream')) {
    response.destroy();
    return { ...about, text: '' };
  }
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(Buffer.from(chunk));
  return { ...about, text: Buffer.concat(chunks).toString('utf8') };
}

function headersOf(raw: readonly string[]): Headers {
  const headers = new Headers();
  for (let at = 0; at < raw.length; at += 2) headers.append(raw[at] ?? '', raw[at + 1] ?? '');
  return headers;
}
