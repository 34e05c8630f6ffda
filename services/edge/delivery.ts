import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { compressor, encodedBody, encodingFor, isCompressible } from './compression.ts';
import { headersBack } from './onward.ts';
import { BROWSER_HEADER, type Visit } from './origin.ts';
import { type Headers, isNotModified } from './policy.ts';
import { type EdgeStore, ENTRY_HEADER, type Encoding, type Entry } from './store.ts';

export type Outcome = 'HIT' | 'STALE' | 'MISS' | 'PASS';

export interface DeliveryOptions {
  request: IncomingMessage;
  response: ServerResponse;
  visit: Visit;
  store: EdgeStore;
  requestId: string;
  /** What the route cut off the path, put back before addresses of the answer. */
  prefix: string;
  /** Called when it is known what the answer will be, before any of it is sent. */
  begun(outcome: Outcome, status: number): void;
  /** Bytes of the body that were sent. */
  sent(bytes: number): void;
  /** Called once, when nothing more comes from the origin or the cache. */
  ended(error: Error | undefined): void;
}

/** Gives the engine's answer to the browser: status, headers and body, compressed, as `304`, or without a body as it was asked for. */
export class Delivery implements Dispatcher.DispatchHandler {
  readonly #options: DeliveryOptions;
  #controller: Dispatcher.DispatchController | undefined;
  /** Where the body goes; undefined: nowhere, it is only read to be stored. */
  #sink: Writable | undefined;
  #isAborted = false;
  #isEnded = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** The browser went away: ends the request to the origin, unless its answer is wanted by others. */
  abandon(isWanted: boolean): void {
    this.#sink?.destroy();
    this.#sink = undefined;
    if (isWanted) {
      this.#controller?.resume();
      return;
    }
    this.#isAborted = true;
    this.#controller?.abort(new Error('The browser went away'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isAborted) controller.abort(new Error('The browser went away'));
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200) return;
    this.#controller = controller;
    const { visit, store, request, response } = this.#options;
    const entry = store.entry(String(headers[ENTRY_HEADER] ?? ''));
    const fromStore = headers[ENTRY_HEADER] !== undefined;
    const isStale = fromStore && visit.answered !== 304 && (entry === undefined || entry.staleAt < Date.now());
    const outcome = fromStore ? (isStale ? 'STALE' : 'HIT') : visit.isCached && visit.isStorable ? 'MISS' : 'PASS';
    this.#options.begun(outcome, status);
    if (response.destroyed) {
      if (!visit.ticket.isStoring && !fromStore) this.abandon(false);
      return;
    }
    const back = this.#headersFor(status, headers, outcome);
    if (status === 200 && isRead(request) && isNotModified(request.headers, headers)) {
      this.#sendHead(304, withoutBody(back));
      response.end();
      return;
    }
    const encoding = isCompressible(status, headers) ? encodingFor(request.headers) : undefined;
    if (encoding !== undefined) withEncoding(back, encoding);
    if (request.method === 'HEAD') {
      this.#sendHead(status, back);
      response.end();
    } else if (encoding !== undefined && entry) {
      void this.#sendStored(status, back, entry, encoding);
    } else {
      if (entry) back['content-length'] = String(entry.length);
      this.#sendHead(status, back);
      response.flushHeaders();
      this.#sink = encoding === undefined ? response : this.#compressed(encoding);
      if (!visit.ticket.isStoring) this.#sink.on('drain', () => controller.resume());
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#sink === this.#options.response) this.#options.sent(chunk.length);
    if (this.#sink?.write(chunk) !== false) return;
    // Others may wait for what is being stored: a slow reader must not hold them up. What is stored is bounded.
    if (!this.#options.visit.ticket.isStoring) controller.pause();
  }

  onResponseEnd(): void {
    this.#sink?.end();
    this.#finish(undefined);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    // An answer that broke off must not look whole.
    if (!this.#isAborted) this.#options.response.destroy();
    this.#finish(error);
  }

  #finish(error: Error | undefined): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#options.ended(error);
  }

  #sendHead(status: number, headers: Record<string, string | string[]>): void {
    this.#options.response.writeHead(status, headers);
  }

  async #sendStored(status: number, headers: Record<string, string | string[]>, entry: Entry, encoding: Encoding): Promise<void> {
    const { store, response, sent } = this.#options;
    const body = await encodedBody(store, entry, encoding);
    if (response.destroyed) return;
    this.#sendHead(status, { ...headers, 'content-length': String(body.length) });
    response.end(body);
    sent(body.length);
  }

  #compressed(encoding: Encoding): Writable {
    const { response, sent } = this.#options;
    const stream = compressor(encoding);
    stream.on('data', (chunk: Buffer) => sent(chunk.length));
    stream.pipe(response);
    return stream;
  }

  #headersFor(status: number, headers: Headers, outcome: Outcome): Record<string, string | string[]> {
    const { requestId, prefix } = this.#options;
    const back = headersBack(headers);
    const cacheControl = headers[BROWSER_HEADER];
    delete back[BROWSER_HEADER];
    if (outcome === 'MISS' || outcome === 'PASS') delete back.age;
    if (outcome === 'MISS') back.age = '0';
    if (cacheControl !== undefined) back['cache-control'] = cacheControl;
    if (isCompressible(status, headers)) back.vary = withVary(back.vary);
    const { location } = back;
    if (prefix !== '' && typeof location === 'string' && /^\/(?!\/)/.test(location)) back.location = `${prefix}${location}`;
    return { ...back, 'x-request-id': requestId, 'x-cache': outcome };
  }
}

const isRead = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';

function withVary(vary: string | string[] | undefined): string {
  const named = vary === undefined ? '' : String(vary);
  return /\baccept-encoding\b|\*/i.test(named) ? named : [named, 'Accept-Encoding'].filter(Boolean).join(', ');
}

/** A compressed body is another representation: its tag says only that it means the same (RFC 9110, section 8.8.1). */
function withEncoding(headers: Record<string, string | string[]>, encoding: Encoding): void {
  delete headers['content-length'];
  delete headers['accept-ranges'];
  headers['content-encoding'] = encoding;
  const { etag } = headers;
  if (typeof etag === 'string' && !etag.startsWith('W/')) headers.etag = `W/${etag}`;
}

function withoutBody(headers: Record<string, string | string[]>): Record<string, string | string[]> {
  const { 'content-length': _, 'content-type': __, ...left } = headers;
  return left;
}
