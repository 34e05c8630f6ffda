import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { newVisit, runVisit, type Visit } from '../shop/visit.ts';
import { withWords } from './broken.ts';
import { holdAnswer, scriptHashes } from './held.ts';
import { cacheHeaders, contentSecurityPolicy, securityHeaders } from './policy.ts';

export interface StorefrontDependencies {
  /** `/health/…` and `/metrics`. */
  health: RequestHandler;
  /** Told of every answer, and of what broke on the way to it. */
  log: Record<'info' | 'error', (line: Record<string, unknown>, message: string) => void>;
  /** What makes the pages: Next.js's request handler. */
  pages(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Where shoppers find the storefront: `http://localhost:3000`. */
  publicUrl: string;
  /** In development the framework runs code that it makes up, and keeps the connection for itself. */
  development: boolean;
}

function cookiesOf(header: string | undefined): Map<string, string> {
  const pairs = (header ?? '').split(';').map(part => part.trim().split(/=(.*)/s));
  return new Map(pairs.flatMap(([name, value]) => (name && value !== undefined ? [[name, value] as const] : [])));
}

/** Who visits. The proxies in front say the shopper's address and the host they asked for (X-Forwarded-*). */
function visitOf(request: IncomingMessage, publicUrl: string): Visit {
  const first = (name: string): string | undefined =>
    String(request.headers[name] ?? '')
      .split(',')[0]
      ?.trim() || undefined;
  const host = first('x-forwarded-host') ?? request.headers.host;
  const scheme = first('x-forwarded-proto') ?? new URL(publicUrl).protocol.slice(0, -1);
  return newVisit({
    address: first('x-forwarded-for') ?? request.socket.remoteAddress,
    origin: host === undefined ? publicUrl : `${scheme}://${host}`,
    cookies: cookiesOf(request.headers.cookie),
  });
}

/** The link in a message opens its order once: what it carries moves into a cookie, out of the address. */
function openOrder(request: Request, response: Response, next: NextFunction): void {
  const { token } = request.query;
  const id = request.params.id;
  if (typeof token !== 'string' || !/^[\w-]{8,200}$/.test(token)) {
    next();
    return;
  }
  const secure = request.get('x-forwarded-proto') === 'https' ? '; Secure' : '';
  response.set({
    'Set-Cookie': `order-${id}=${token}; Path=/orders/${id}; Max-Age=${90 * 86_400}; SameSite=Lax; HttpOnly${secure}`,
    'Cache-Control': 'private, no-store',
    'Referrer-Policy': 'no-referrer',
    Location: `/orders/${id}`,
  });
  response.status(303).end();
}

/**
 * The storefront as a web server: health, and every page inside its visit, whose findings end up in the answer's head.
 */
export function buildApp({ health, log, pages, publicUrl, development }: StorefrontDependencies): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(health);
  app.get(/^\/orders\/(?<id>[0-9a-f-]{36})$/, openOrder);
  app.use((request, response, next) => {
    const visit = visitOf(request, publicUrl);
    const { path } = request;
    const started = performance.now();
    response.once('close', () => {
      if (visit.broken !== undefined) log.error({ method: request.method, path, error: visit.broken }, 'a page broke');
      const ms = Math.round((performance.now() - started) * 10) / 10;
      if (!path.startsWith('/_next/'))
        log.info({ method: request.method, path, status: response.statusCode, ms }, 'request');
    });
    if (!development || !path.startsWith('/_next/')) {
      const file = path.startsWith('/_next/static/') ? path : undefined;
      holdAnswer(request, response, file, ({ status, html, hasCookies }) => {
        const down = visit.retryAfter !== undefined && html !== undefined;
        const answered = down ? 503 : status;
        const policy =
          html === undefined
            ? {}
            : { 'content-security-policy': contentSecurityPolicy(path, scriptHashes(html), development) };
        const retry = down ? { 'retry-after': String(visit.retryAfter) } : {};
        for (const line of visit.cookiesToSet) response.appendHeader('set-cookie', line);
        return {
          status: answered,
          ...(html !== undefined && status === 500
            ? { html: withWords(html, String(response.getHeader('link') ?? '')) }
            : {}),
          headers: {
            ...securityHeaders,
            ...policy,
            ...retry,
            ...cacheHeaders(visit, path, answered, { cookies: hasCookies || visit.cookiesToSet.length > 0 }),
          },
        };
      });
    }
    runVisit(visit, () => pages(request, response)).catch(next);
  });
  return app;
}
