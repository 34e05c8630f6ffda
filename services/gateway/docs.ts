import express, { Router } from 'express';
import { securityHeaders } from '../platform/http/security-headers.ts';

/** Pages of files alone: their style and script are files beside them, and only this origin is asked. */
const pageHeaders = securityHeaders({
  referrer: 'no-referrer',
  isolated: true,
  policy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
});

/** `/docs`: the documentation of the contracts, as `covenant docs` wrote it into a folder. */
export function documentation(folder: string): Router {
  const router = Router();
  const files = express.static(folder, { maxAge: '5m', index: 'index.html', dotfiles: 'ignore' });
  return router.use('/docs', pageHeaders, files);
}
