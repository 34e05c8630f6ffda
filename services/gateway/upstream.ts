import type { IncomingHttpHeaders } from 'node:http';
import { Transform } from 'node:stream';
import type { Request, Response } from 'express';
import { Pool } from 'undici';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import { pipeRequest } from '../platform/http/request-body.ts';
import { isUnavailable, unavailable } from '../platform/http/unavailable.ts';

/** How long a service may take to begin its answer, ms. */
const RESPONSE_TIMEOUT_MS = 30_000;

/** Hop-by-hop (RFC 9110, section 7.6.1), and what only the gateway may say of a request. */
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

/** Of an answer, what belongs to the connection with the service, or what the gateway has already said. */
const NOT_RETURNED = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'x-request-id',
  'x-powered-by',
  'date',
  'vary', // added to what the gateway says itself
  'access-control-allow-origin',
]);

/** The headers of a request that may go on to a service. */
export function forwardedHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const named = new Set((headers.connection ?? '').split(',').map(name => name.trim().toLowerCase()));
  const onward: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined && !NOT_FORWARDED.has(name) && !named.has(name)) onward[name] = value;
  return onward;
}

/** The request's body of at most `limit` bytes; over that it fails with ProblemError 413. */
function limited(request: Request, limit: number): Transform {
  let seen = 0;
  const body = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > limit) done(tooLarge(limit));
      else done(null, chunk);
    },
  });
  return pipeRequest(request, body);
}

export const tooLarge = (limit: number): ProblemError =>
  new ProblemError({ status: 413, detail: `The body may have at most ${limit} bytes.` });

const hasBody = (request: Request): boolean =>
  request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;

export interface Upstream {
  /**
   * Sends the request on with `headers` and streams the answer back. Throws ProblemError 413 over `bodyLimit` bytes,
   * 503 when the service is not there (nothing was answered then), and nothing once the answer has begun: the
   * connection is cut instead. An answer of `events` lasts as long as the caller listens.
   */
  forward(
    request: Request,
    response: Response,
    options: { bodyLimit: number; headers: Record<string, string>; events: boolean },
  ): Promise<void>;
  close(): Promise<void>;
}

/** The connections to one service, kept open. */
export function createUpstream(name: string, url: string): Upstream {
  const settings = {
    pipelining: 1,
    headersTimeout: RESPONSE_TIMEOUT_MS,
    connectTimeout: 2_000,
    keepAliveTimeout: 30_000,
  };
  const pool = new Pool(url, { ...settings, connections: 64, bodyTimeout: RESPONSE_TIMEOUT_MS });
  // Listeners keep a connection each, all day: they must not take those of the requests.
  const streams = new Pool(url, { ...settings, bodyTimeout: 0 });
  return {
    async forward(request, response, { bodyLimit, headers, events }) {
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      const withBody = hasBody(request);
      const length = request.headers['content-length'];
      if (withBody && Number(length ?? 0) > bodyLimit) throw tooLarge(bodyLimit);
      try {
        await (events ? streams : pool).stream(
          {
            path: request.originalUrl,
            method: request.method as 'GET',
            headers: {
              ...forwardedHeaders(request.headers),
              ...headers,
              ...(length === undefined ? {} : { 'content-length': length }),
            },
            body: withBody ? limited(request, bodyLimit) : null,
            signal: gone.signal,
          },
          ({ statusCode, headers: answered }) => {
            response.status(statusCode);
            for (const [key, value] of Object.entries(answered))
              if (value !== undefined && !NOT_RETURNED.has(key)) response.setHeader(key, value);
            if (answered.vary !== undefined) response.vary(String(answered.vary));
            if (answered['cache-control'] === undefined) response.setHeader('cache-control', 'no-store');
            return response;
          },
        );
      } catch (error) {
        if (gone.signal.aborted) return;
        if (error instanceof ProblemError) throw error;
        if (response.headersSent) response.destroy();
        else throw isUnavailable(error) || isTimeout(error) ? unavailable(name, 2, error) : error;
      }
    },
    async close() {
      await Promise.all([pool.close(), streams.destroy()]);
    },
  };
}

/** undici's errors for an answer that did not begin, or stopped, in time. */
function isTimeout(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'UND_ERR_HEADERS_TIMEOUT' || error.code === 'UND_ERR_BODY_TIMEOUT')
  );
}
