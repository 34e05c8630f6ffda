import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { sendProblem } from './request.ts';
import type { App } from './routes.ts';

/** `Retry-After`, seconds. */
const RETRY_AFTER_SECONDS = 2;
/**
 * How long an open page waits before it polls the app, ms; up to as long again at random, so that not all poll at once.
 */
const POLL_MS = 2_000;

const texts: Record<App, { title: string; reassurance: string; warning: string }> = {
  shop: {
    title: 'The shop cannot be reached right now',
    reassurance: 'What is in your cart is kept, and what you bought is bought.',
    warning: 'What you just did may not have arrived: please look at your cart before you do it again.',
  },
  console: {
    title: 'The console cannot be reached right now',
    reassurance: 'What was saved is saved.',
    warning: 'What you just did may not have arrived: please look before you do it again.',
  },
};

const style = `${readFileSync(join(import.meta.dirname, '../../../look/tokens.css'), 'utf8')
  .match(/^\s*--(?:canvas|hover|surface|ink|ink-soft|line-strong|action|action-hover|on-action|focus|font-sans):.*;/gm)
  ?.join('')
  .replace(/\s+/g, ' ')
  .replace(/.*/, declarations => `:root{color-scheme:light dark;${declarations}}`)}
body{margin:0;background:var(--canvas);color:var(--ink);font:1rem/1.5 var(--font-sans)}
main{max-width:32rem;margin:0 auto;padding:min(20vh,8rem) 1rem 4rem;text-align:center}
h1{margin:0;font-size:1.75rem;font-weight:600;line-height:1.2;letter-spacing:-.014em;text-wrap:balance}
p{margin:.75rem 0 0;color:var(--ink-soft);text-wrap:balance}
nav{display:flex;flex-wrap:wrap;justify-content:center;gap:.75rem;margin-top:2rem}
a{display:inline-flex;align-items:center;min-height:1.75rem;padding:.5rem 1.25rem;border-radius:.75rem}
a{font-weight:500;text-decoration:none}
a{background:var(--surface);color:var(--ink);box-shadow:inset 0 0 0 1px var(--line-strong)}
a:hover{background:var(--hover)}
a:first-child{background:var(--action);color:var(--on-action);box-shadow:none}
a:first-child:hover{background:var(--action-hover)}
a:focus-visible{outline:2px solid var(--focus);outline-offset:2px}`;

/** Reloads the page when the app is back. A script does it, as a refresh would flicker and take the focus each time. */
const script = `(function poll(){setTimeout(async()=>{try{
const response=await fetch(location.href,{method:'HEAD',headers:{accept:'text/html'},cache:'no-store'});
if(response.status!==503&&response.status!==504)return location.reload()}catch{}
poll()},${POLL_MS}*(1+Math.random()))})()`;

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'",
    `style-src ${hash(style)}`,
    `script-src ${hash(script)}`,
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; '),
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-content-type-options': 'nosniff',
};

/**
 * A page of a safe request (RFC 9110, section 9.2.1) reloads itself; whether to repeat a form is for the person to
 * decide.
 */
function unavailablePage(app: App, isSafe: boolean): string {
  const { title, reassurance, warning } = texts[app];
  const cart = app === 'shop' ? '<a href="/cart">See the cart</a>' : '';
  const next = isSafe
    ? '<p>The page comes back by itself.</p><nav aria-label="Go on"><a href="">Try again</a><a href="/">Home</a></nav>'
    : `<p>${warning}</p><nav aria-label="Go on">${cart}<a href="/">Home</a></nav>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark">
<title>${title}</title><style>${style}</style>
${isSafe ? `<noscript><meta http-equiv="refresh" content="5"></noscript><script>${script}</script>` : ''}</head>
<body><main><h1>${title}</h1><p>Something on our side does not answer. ${reassurance}</p>${next}</main></body></html>`;
}

/**
 * Answers a request whose origin is unavailable: with a page for a browser that opens a page of an app, otherwise with
 * a problem (RFC 9457).
 */
export function sendUnavailable(
  request: IncomingMessage,
  response: ServerResponse,
  { app, status, headers }: { app: App | undefined; status: 503 | 504; headers: Record<string, string> },
): void {
  const retryHeaders = { ...headers, 'retry-after': String(RETRY_AFTER_SECONDS) };
  if (app === undefined || !(request.headers.accept ?? '').includes('text/html')) {
    const title = status === 504 ? 'Gateway Timeout' : 'Service Unavailable';
    const detail = 'This part of the shop cannot be reached at the moment.';
    sendProblem(response, status, title, detail, retryHeaders);
    return;
  }
  const { method } = request;
  const body = unavailablePage(app, method === 'GET' || method === 'HEAD');
  const contentLength = String(Buffer.byteLength(body));
  response.writeHead(status, { ...pageHeaders, ...retryHeaders, 'content-length': contentLength });
  response.end(method === 'HEAD' ? undefined : body);
}
