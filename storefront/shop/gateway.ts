import { isRemoteFailure } from './failure.ts';
import { currentVisit, noteAnswer } from './visit.ts';

/** A part of the shop that did not answer; the seconds after which asking again is worth it. */
export interface Down {
  status: 503;
  retryAfter: number;
}

/** How long a page waits for a part of it, and a purchase for the payment provider, ms. */
const READ_MS = 5_000;
const CHANGE_MS = 30_000;

/**
 * The gateway as every generated client of the storefront reaches it: the shopper's address goes along, and what the
 * answer says about keeping it is noted for the page that is being made.
 */
export function gateway(): { baseUrl: string; fetch(request: Request): Promise<Response> } {
  const baseUrl = process.env.GATEWAY_URL;
  if (!baseUrl) throw new Error('GATEWAY_URL is missing');
  return { baseUrl, fetch: send };
}

async function send(request: Request): Promise<Response> {
  const visit = currentVisit();
  const headers = new Headers(request.headers);
  if (visit.address !== undefined) headers.set('x-forwarded-for', visit.address);
  const isRead = request.method === 'GET';
  const limit = AbortSignal.timeout(isRead ? READ_MS : CHANGE_MS);
  const answer = await fetch(
    new Request(request, { headers, signal: AbortSignal.any([request.signal, limit]), cache: 'no-store' }),
  );
  if (isRead) noteAnswer(visit, answer.headers);
  return answer;
}

/**
 * The declared answers of a call as they are; whatever else happens to it (no connection, no answer in time, an answer
 * nobody declared) as `Down`, and the page that is being made is kept by no cache.
 */
export async function asked<R extends { status: number }>(call: Promise<R>): Promise<R | Down> {
  try {
    return await call;
  } catch (error) {
    const failure = isRemoteFailure(error);
    if (!failure) throw error;
    currentVisit().personal = true;
    return { status: 503, retryAfter: failure.retryAfter };
  }
}
