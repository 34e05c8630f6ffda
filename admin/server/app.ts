import path from 'node:path';
import express, { type Express, Router } from 'express';
import { createHttpApp } from '../../services/platform/http/http-app.ts';
import { type PolicyDirectives, securityHeaders } from '../../services/platform/http/security-headers.ts';
import type { Log } from '../../services/platform/observability/log.ts';

export interface AdminDependencies {
  log: Log;
  /** The folder that `vite build` wrote. */
  build: string;
  /** Where shoppers find the storefront; the console shows its pages and pictures. */
  storefront: string;
  /** Where the browser uploads pictures: origins of the object storage. */
  uploads: readonly string[];
  /** The share of answers of which pages report which fields they read, 0 to 1. */
  usageSample: number;
  /** The version under which the console uses contracts: what its pacts and deployments are named by. */
  version: string;
}

/**
 * The Content Security Policy. Emotion injects its styles into the page, so inline styles are allowed; inline scripts
 * are not.
 */
function contentSecurityPolicy({ storefront, uploads }: AdminDependencies): PolicyDirectives {
  const self = "'self'";
  return {
    defaultSrc: [self],
    scriptSrc: [self],
    styleSrc: [self, "'unsafe-inline'"],
    imgSrc: [self, 'data:', 'blob:', storefront, ...uploads],
    fontSrc: [self, 'data:'],
    connectSrc: [self, ...uploads],
    frameSrc: [storefront],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: [self],
    frameAncestors: ["'none'"],
  };
}

/**
 * The console's static files. Those under `assets/` have a content hash in their names and are cached for a year; the
 * page itself is revalidated each time. Every other path serves the page (client-side routing).
 */
export function buildApp(dependencies: AdminDependencies): Express {
  const { log, build, storefront, usageSample, version } = dependencies;
  const site = Router();
  site.use(securityHeaders({ referrer: 'no-referrer', isolated: true, policy: contentSecurityPolicy(dependencies) }));
  site.get('/settings.json', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ storefrontUrl: storefront, usageSample, version });
  });
  site.use('/assets', express.static(path.join(build, 'assets'), { immutable: true, maxAge: '1y', index: false }));
  site.use(
    express.static(build, {
      cacheControl: false,
      setHeaders: response => void response.setHeader('Cache-Control', 'no-cache'),
    }),
  );
  site.get('/*path', (request, response, next) => {
    if (request.path.startsWith('/assets/') || !request.accepts('html')) return next();
    response.set('Cache-Control', 'no-cache').sendFile('index.html', { root: build });
  });
  return createHttpApp({ log, routers: [site], checks: {} });
}
