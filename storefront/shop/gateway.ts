import type { ClientOptions } from '../../contracts/codegen/runtime/client.ts';
import { remoteFailure } from './failure.ts';
import { currentContext, recordCacheHeaders } from './request-context.ts';

/** A service that did not respond, and the seconds after which to retry. */
export interface ServiceUnavailable {
  status: 503;
  retryAfter: number;
}

/** Timeouts of the reads of a page, and of changes, which include the payment provider, ms. */
const READ_TIMEOUT_MS = 5_000;
const WRITE_TIMEOUT_MS = 30_000;
/** The User-Agent, by which the gateway identifies the consumer of the API. RFC 9110, section 10.1.5. */
const USER_AGENT = `storefront${process.env.SOURCE_COMMIT ? `/${process.env.SOURCE_COMMIT}` : ''}`;

/**
 * The options of the generated client of a service in the storefront: requests carry the shopper's address, and the
 * cache headers of responses are recorded for the page that is being rendered. Where use is measured, it is watched
 * which fields the page reads.
 */
export function gateway(service: string): Pick<ClientOptions, 'baseUrl' | 'fetch' | 'observe'> {
  const baseUrl = process.env.GATEWAY_URL;
  if (!baseUrl) throw new Error('GATEWAY_URL is missing');
  const { observe } = currentContext();
  return {
    baseUrl,
    fetch: send,
    ...(observe && { observe: (operation, body) => observe(service, operation, body) }),
  };
}

async function send(request: Request): Promise<Response> {
  const context = currentContext();
  const headers = new Headers(request.headers);
  headers.set('user-agent', USER_AGENT);
  if (context.address !== undefined) headers.set('x-forwarded-for', context.address);
  const isRead = request.method === 'GET';
  const timeout = AbortSignal.timeout(isRead ? READ_TIMEOUT_MS : WRITE_TIMEOUT_MS);
  const response = await fetch(
    new Request(request, { headers, signal: AbortSignal.any([request.signal, timeout]), cache: 'no-store' }),
  );
  if (isRead) recordCacheHeaders(context, response.headers);
  return response;
}

/**
 * The declared response of a call, or `ServiceUnavailable` for any other outcome (no connection, a timeout, an
 * undeclared response). The page that is being rendered is then not cached.
 */
export async function orUnavailable<R extends { status: number }>(call: Promise<R>): Promise<R | ServiceUnavailable> {
  try {
    return await call;
  } catch (error) {
    const failure = remoteFailure(error);
    if (!failure) throw error;
    currentContext().isPrivate = true;
    return { status: 503, retryAfter: failure.retryAfter };
  }
}
