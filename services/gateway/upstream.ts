import type { IncomingHttpHeaders } from 'node:http';
import type { Request, Response } from 'express';
import { type Dispatcher, Pool } from 'undici';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import { isUnavailable, unavailable } from '../platform/http/unavailable.ts';
import { createConcurrencyLimit } from '../platform/workers/concurrency-limit.ts';
import { createBodyReader, hasBody, limitedStream, tooLarge } from './request-body.ts';

/** How long a service may take to begin its response, ms. */
const RESPONSE_TIMEOUT_MS = 30_000;

/** A route with a larger limit is an upload: its body is streamed, over connections of its own. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
const MAX_BUFFERED_TOTAL_BYTES = 128 * 1024 * 1024;
const MAX_UPLOADS = 8;
const UPLOAD_TIMEOUT_MS = 300_000;

/** Hop-by-hop headers (RFC 9110, section 7.6.1), and headers that the gateway alone may set. */
const NOT_FORWARDED = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
  'expect',
  'cookie',
  'authorization',
  'content-length',
  'x-request-id',
  'traceparent',
  'tracestate',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'x-http-method-override',
]);

/** Response headers of the connection with the service, and headers that the gateway has set already. */
const NOT_RETURNED = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'x-request-id',
  'x-powered-by',
  'date',
  'vary', // added to the gateway's own
  'access-control-allow-origin',
]);

/** The headers of a request that are forwarded to a service. */
export function forwardedHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const named = new Set((headers.connection ?? '').split(',').map(name => name.trim().toLowerCase()));
  const forwarded: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined && !NOT_FORWARDED.has(name) && !named.has(name)) forwarded[name] = value;
  return forwarded;
}

export interface ForwardOptions {
  /** Bytes. */
  bodyLimit: number;
  headers: Record<string, string>;
  /** Whether the response is a stream of events, which lasts as long as the caller listens. */
  events: boolean;
}

export interface Upstream {
  /**
   * Forwards the request with `headers` and streams the response back. Throws ProblemError 413 over `bodyLimit`, 408
   * for a body that is too slow, 503 where the service is unavailable or overloaded, and nothing once the response has
   * begun: the connection is cut instead.
   */
  forward(request: Request, response: Response, options: ForwardOptions): Promise<void>;
  close(): Promise<void>;
}

export interface UpstreamLimits {
  /** Connections to the service. */
  connections: number;
  /** Requests that may wait for a connection, and for how long, ms. */
  maxWaiting: number;
  queueTimeoutMs: number;
  /** How long a caller may take to send a body, ms. */
  bodyTimeoutMs: number;
}

const defaultLimits: UpstreamLimits = {
  connections: 64,
  maxWaiting: 256,
  queueTimeoutMs: 5_000,
  bodyTimeoutMs: 10_000,
};

/**
 * The connection pools of one service. A request gets a connection when its body is complete: slow callers hold none.
 * Uploads and event streams, which last long, have connections of their own.
 */
export function createUpstream(name: string, url: string, limits: Partial<UpstreamLimits> = {}): Upstream {
  const { connections, maxWaiting, queueTimeoutMs, bodyTimeoutMs } = { ...defaultLimits, ...limits };
  const settings = {
    pipelining: 1,
    headersTimeout: RESPONSE_TIMEOUT_MS,
    connectTimeout: 2_000,
    keepAliveTimeout: 30_000,
  };
  const requests = new Pool(url, { ...settings, connections, bodyTimeout: RESPONSE_TIMEOUT_MS });
  const uploads = new Pool(url, { ...settings, connections: MAX_UPLOADS, bodyTimeout: RESPONSE_TIMEOUT_MS });
  const streams = new Pool(url, { ...settings, bodyTimeout: 0 });
  const overloaded = (): ProblemError => unavailable(name);
  const requestLimit = createConcurrencyLimit({
    maxConcurrent: connections,
    queue: { maxWaiting, timeoutMs: queueTimeoutMs, overloaded },
  });
  const uploadLimit = createConcurrencyLimit({
    maxConcurrent: MAX_UPLOADS,
    queue: { maxWaiting: MAX_UPLOADS, timeoutMs: queueTimeoutMs, overloaded },
  });
  const bodies = createBodyReader({ timeoutMs: bodyTimeoutMs, maxTotalBytes: MAX_BUFFERED_TOTAL_BYTES });

  /** Sends one request on a connection of the pool, and streams its response. */
  async function send(
    pool: Pool,
    request: Request,
    response: Response,
    options: { headers: Record<string, string>; body: Dispatcher.DispatchOptions['body']; signal: AbortSignal },
  ): Promise<void> {
    const { headers, body, signal } = options;
    await pool.stream(
      {
        path: request.originalUrl,
        method: request.method as 'GET',
        headers: { ...forwardedHeaders(request.headers), ...headers },
        body: body ?? null,
        signal,
      },
      ({ statusCode, headers: received }) => {
        response.status(statusCode);
        for (const [key, value] of Object.entries(received))
          if (value !== undefined && !NOT_RETURNED.has(key)) response.setHeader(key, value);
        if (received.vary !== undefined) response.vary(String(received.vary));
        if (received['cache-control'] === undefined) response.setHeader('cache-control', 'no-store');
        return response;
      },
    );
  }

  async function upload(
    request: Request,
    response: Response,
    { bodyLimit, headers }: ForwardOptions,
    signal: AbortSignal,
  ): Promise<void> {
    const length = request.headers['content-length'];
    await uploadLimit.run(() =>
      send(uploads, request, response, {
        headers: { ...headers, ...(length === undefined ? {} : { 'content-length': length }) },
        body: limitedStream(request, bodyLimit, UPLOAD_TIMEOUT_MS),
        signal,
      }),
    );
  }

  async function sendBuffered(
    request: Request,
    response: Response,
    { bodyLimit, headers, events }: ForwardOptions,
    signal: AbortSignal,
  ): Promise<void> {
    if (!hasBody(request)) {
      if (events) await send(streams, request, response, { headers, body: null, signal });
      else await requestLimit.run(() => send(requests, request, response, { headers, body: null, signal }));
      return;
    }
    const body = await bodies.read(request, bodyLimit);
    try {
      const lengthHeader = { 'content-length': String(body.bytes.length) };
      const options = { headers: { ...headers, ...lengthHeader }, body: body.bytes, signal };
      await requestLimit.run(() => send(requests, request, response, options));
    } finally {
      body.release();
    }
  }

  return {
    async forward(request, response, options) {
      const closed = new AbortController();
      response.once('close', () => {
        if (!response.writableFinished) closed.abort();
      });
      const { bodyLimit } = options;
      if (hasBody(request) && Number(request.headers['content-length'] ?? 0) > bodyLimit) throw tooLarge(bodyLimit);
      const isUpload = hasBody(request) && bodyLimit > MAX_BUFFERED_BYTES;
      try {
        await (isUpload ? upload : sendBuffered)(request, response, options, closed.signal);
      } catch (error) {
        if (closed.signal.aborted) return;
        if (error instanceof ProblemError) throw error;
        if (response.headersSent) response.destroy();
        else throw isUnavailable(error) || isTimeout(error) ? unavailable(name, 2, error) : error;
      }
    },
    async close() {
      await Promise.all([requests.close(), uploads.close(), streams.destroy()]);
    },
  };
}

/** Whether undici timed out waiting for a response or for more of it. */
function isTimeout(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'UND_ERR_HEADERS_TIMEOUT' || error.code === 'UND_ERR_BODY_TIMEOUT')
  );
}
