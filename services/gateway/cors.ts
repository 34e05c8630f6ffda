import type { RequestHandler } from 'express';
import { type Origins, originsFor } from './access.ts';

const EXPOSED_HEADERS =
  'Deprecation, Idempotent-Replayed, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, Sunset, X-Request-Id';

/** Admin operations are under this path (the contract linter checks it). */
const isAdminPath = (path: string): boolean => /^\/admin(\/|$)/i.test(path);

/**
 * Lets pages of our own origins call the gateway with the session cookie (Fetch standard, section 3.3): admin
 * operations from the console alone.
 */
export function cors(origins: Origins): RequestHandler {
  return (request, response, next) => {
    const origin = request.get('origin');
    // Also without Origin: a cache must not reuse such a response for a page.
    response.vary('Origin');
    const allowed = originsFor(isAdminPath(request.path) ? 'admin' : 'public', origins);
    if (origin === undefined || !allowed.has(origin)) return next();
    response.set({
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Expose-Headers': EXPOSED_HEADERS,
    });
    if (request.method !== 'OPTIONS' || request.get('access-control-request-method') === undefined) return next();
    response
      .set({
        'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
        'Access-Control-Allow-Headers': request.get('access-control-request-headers') ?? '',
        'Access-Control-Max-Age': '600',
      })
      .status(204)
      .end();
  };
}
