import type { RequestHandler } from 'express';

const EXPOSED_HEADERS =
  'Idempotent-Replayed, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Request-Id';

/**
 * Lets pages of our own origins, and no others, call the gateway with the session cookie (Fetch standard, section 3.3).
 */
export function cors(origins: ReadonlySet<string>): RequestHandler {
  return (request, response, next) => {
    const origin = request.get('origin');
    // Also where nobody asked from a page: a cache before us must not give such an answer to one.
    response.vary('Origin');
    if (origin === undefined || !origins.has(origin)) return next();
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
