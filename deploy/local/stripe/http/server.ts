import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { API_VERSION } from '../events.ts';
import { newId } from '../ids.ts';
import type { Pages } from '../page/pages.ts';
import type { Api } from './api.ts';
import { type ControlParts, control } from './control.ts';

const MAX_BODY_BYTES = 1_000_000;

export interface ServerParts extends ControlParts {
  api: Api;
  pages: Pages;
  log: Logger;
  /** Called after every request that may have changed something. */
  changed(): void;
}

/** The HTTP server: API under `/v1`, settings under `/sandbox`, pages elsewhere. */
export const createSandboxServer = (parts: ServerParts): Server =>
  createServer((request, response) => {
    respond(parts, request, response).catch((error: unknown) => {
      parts.log.error({ err: error, url: request.url }, 'request failed');
      if (!response.headersSent) {
        sendJson(response, 500, {}, { error: { type: 'api_error', message: 'The sandbox failed; its log says why.' } });
      }
    });
  });

async function respond(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = URL.parse(request.url ?? '', 'http://sandbox');
  const body = await readBody(request);
  if (!url || body === undefined)
    return sendJson(
      response,
      413,
      {},
      { error: { type: 'invalid_request_error', message: 'The request is too large.' } },
    );
  const method = request.method ?? 'GET';
  if (url.pathname.startsWith('/v1/')) return answerApi(parts, request, response, url, body);
  // Browsers say which page makes them send a change (Fetch standard, section 3.1); programs do not.
  if (url.pathname.startsWith('/sandbox/') && method !== 'GET' && request.headers.origin !== undefined)
    return sendJson(response, 403, {}, { error: { type: 'invalid_request_error', message: 'Not for pages.' } });
  const setting = control(parts, method, url.pathname, body);
  if (setting) {
    parts.changed();
    return sendJson(response, setting.status, {}, setting.body);
  }
  const page = await parts.pages.answer({
    method,
    path: url.pathname,
    query: url.searchParams,
    body,
    acceptLanguage: request.headers['accept-language'],
    scripted: request.headers.accept === 'application/json',
  });
  if (page) {
    response.writeHead(page.status, page.headers).end(page.body);
    return;
  }
  sendJson(response, 404, {}, { error: { type: 'invalid_request_error', message: `Nothing is at ${url.pathname}.` } });
}

async function answerApi(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  body: string,
): Promise<void> {
  const requestId = newId.request();
  const answer = await parts.api.answer({
    requestId,
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.search.slice(1),
    body,
    authorization: request.headers.authorization,
    idempotencyKey: first(request.headers['idempotency-key']),
    fault: first(request.headers['sandbox-fault']),
  });
  parts.changed();
  if (answer.lost) {
    request.socket.destroy();
    return;
  }
  const version = first(request.headers['stripe-version']) ?? API_VERSION;
  sendJson(
    response,
    answer.status,
    { ...answer.headers, 'request-id': requestId, 'stripe-version': version },
    answer.body,
  );
}

const first = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

/** The whole body as text; undefined when it is too large. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function sendJson(response: ServerResponse, status: number, headers: Record<string, string>, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body, null, 2));
}
