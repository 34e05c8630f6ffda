import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Directives of a Content-Security-Policy (CSP3, section 6), by name in camel case. */
export type PolicyDirectives = Readonly<Record<string, Iterable<string>>>;

/**
 * The security headers of every response, set by helmet: `nosniff`, no frames, and a referrer policy. Pages add
 * `Cross-Origin-Opener-Policy`. Strict-Transport-Security belongs to where TLS ends, and pictures are read by other
 * origins (`Cross-Origin-Resource-Policy`).
 */
export function securityHeaders(options: {
  referrer: 'no-referrer' | 'strict-origin-when-cross-origin';
  isolated: boolean;
  policy: PolicyDirectives | undefined;
}): RequestHandler {
  return helmet({
    contentSecurityPolicy: options.policy ? { useDefaults: false, directives: { ...options.policy } } : false,
    crossOriginOpenerPolicy: options.isolated,
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: options.referrer },
    crossOriginResourcePolicy: false,
    originAgentCluster: false,
    strictTransportSecurity: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xPoweredBy: false,
    xXssProtection: false,
  });
}

/** Sets the Content-Security-Policy of one response, where it is known only when the body is. */
export const setPolicy = (directives: PolicyDirectives): RequestHandler =>
  helmet.contentSecurityPolicy({ useDefaults: false, directives: { ...directives } });
