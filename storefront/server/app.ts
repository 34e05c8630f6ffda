import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { parseCookies, serializeCookie } from '../../services/platform/http/cookies.ts';
import { securityHeaders, setPolicy } from '../../services/platform/http/security-headers.ts';
import { createRequestContext, type RequestContext, runInContext } from '../shop/request-context.ts';
import { linkCookieName, linkPages } from '../shop/session.ts';
import { bufferResponse } from './buffered-response.ts';
import { withErrorMessage } from './error-page.ts';
import { createNonce, noncePolicy, withoutNonce } from './inline-scripts.ts';
import { cacheHeaders, contentSecurityPolicy, permissionsPolicy } from './response-headers.ts';

export interface StorefrontDependencies {
  /** `/health/…` and `/metrics`. */
  health: RequestHandler;
  /** Logs every request, and every error of a page. */
  log: Record<'info' | 'error', (line: Record<string, unknown>, message: string) => void>;
  /** Renders the pages: Next.js's request handler. */
  pages(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** The storefront's URL as shoppers see it: `http://localhost:3000`. */
  publicUrl: string;
  /** Watches which fields a page reads of the answers of services; undefined where that is not measured. */
  observe: RequestContext['observe'];
  /** In development Next.js evaluates code at run time, and keeps a connection to the browser open. */
  development: boolean;
}

/**
 * The input of a request. `X-Forwarded-*` of the proxies in front give the shopper's address and the requested host.
 */
function contextOf(
  request: IncomingMessage,
  { publicUrl, observe }: Pick<StorefrontDependencies, 'publicUrl' | 'observe'>,
): RequestContext {
  const first = (name: string): string | undefined =>
    String(request.headers[name] ?? '')
      .split(',')[0]
      ?.trim() || undefined;
  const host = first('x-forwarded-host') ?? request.headers.host;
  const scheme = first('x-forwarded-proto') ?? new URL(publicUrl).protocol.slice(0, -1);
  return createRequestContext({
    address: first('x-forwarded-for') ?? request.socket.remoteAddress,
    origin: host === undefined ? publicUrl : `${scheme}://${host}`,
    cookies: parseCookies(request.headers.cookie),
    nonce: createNonce(),
    observe,
  });
}

/**
 * A URL whose path decodes: Next.js fails on percent signs that encode nothing (RFC 3986, section 2.1), and answers
 * such an address with 500. With its percent signs taken as they are it leads to no page.
 */
function withDecodablePath(url: string): string {
  const [path = '', ...query] = url.split('?');
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return [path.replaceAll('%', '%25'), ...query].join('?');
  }
}

/** How long an order opens in the browser that followed its link. */
const ORDER_TOKEN_SECONDS = 90 * 86_400;

/** How long the link of a mail about an account may wait for the form of its page; the link itself ends before. */
const LINK_TOKEN_SECONDS = 3_600;

/** The link of a message carries a token: it moves into a cookie, out of the URL. */
function storeToken(cookieOf: (request: Request) => { name: string; maxAge: number; path: string }): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const { token } = request.query;
    if (typeof token !== 'string' || !/^[\w-]{8,200}$/.test(token)) {
      next();
      return;
    }
    const { name, maxAge, path } = cookieOf(request);
    response.set({
      'Set-Cookie': serializeCookie(name, token, {
        maxAge,
        path,
        isSecure: request.get('x-forwarded-proto') === 'https',
      }),
      'Cache-Control': 'private, no-store',
      'Referrer-Policy': 'no-referrer',
      Location: request.path,
    });
    response.status(303).end();
  };
}

/**
 * The storefront as a web server: health, and every page inside its request context, which becomes response headers.
 */
export function buildApp(dependencies: StorefrontDependencies): Express {
  const { health, log, pages, development } = dependencies;
  const app = express();
  app.disable('x-powered-by');
  app.use(health);
  app.use(securityHeaders({ referrer: 'strict-origin-when-cross-origin', isolated: true, policy: undefined }));
  app.get(
    /^\/orders\/(?<id>[0-9a-f-]{36})$/,
    storeToken(({ params: { id }, path }) => ({ name: `order-${id}`, maxAge: ORDER_TOKEN_SECONDS, path })),
  );
  for (const page of linkPages)
    app.get(
      `/account/${page}`,
      storeToken(() => ({ name: linkCookieName(page), maxAge: LINK_TOKEN_SECONDS, path: '/account' })),
    );
  app.use((request, response, next) => {
    const context = contextOf(request, dependencies);
    request.url = withDecodablePath(request.url);
    const { path } = request;
    const started = performance.now();
    request.headers['content-security-policy'] = noncePolicy(context.nonce);
    response.set('Permissions-Policy', permissionsPolicy);
    response.once('close', () => {
      if (context.error !== undefined)
        log.error({ method: request.method, path, error: context.error }, 'rendering a page failed');
      const ms = Math.round((performance.now() - started) * 10) / 10;
      if (!path.startsWith('/_next/'))
        log.info({ method: request.method, path, status: response.statusCode, ms }, 'request');
    });
    if (!development || !path.startsWith('/_next/')) {
      const file = path.startsWith('/_next/static/') ? path : undefined;
      bufferResponse(request, response, file, ({ status, html, hasCookies }) => {
        const isUnavailable = context.retryAfter !== undefined && html !== undefined;
        const sentStatus = isUnavailable ? 503 : status;
        const page = html === undefined ? undefined : withoutNonce(html, context.nonce);
        if (page) setPolicy(contentSecurityPolicy(path, page.hashes, development))(request, response, () => {});
        const retry = isUnavailable ? { 'retry-after': String(context.retryAfter) } : {};
        for (const line of context.cookiesToSet) response.appendHeader('set-cookie', line);
        return {
          status: sentStatus,
          html:
            page && status === 500 ? withErrorMessage(page.html, String(response.getHeader('link') ?? '')) : page?.html,
          headers: {
            ...retry,
            ...cacheHeaders(context, path, sentStatus, { cookies: hasCookies || context.cookiesToSet.length > 0 }),
          },
        };
      });
    }
    runInContext(context, () => pages(request, response)).catch(next);
  });
  return app;
}
