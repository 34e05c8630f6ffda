import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { compressor, encodingFor, isCompressible } from './compression.ts';
import { ENTRY_HEADER, type Encoding } from './entry.ts';
import type { App } from './fronts.ts';
import { commonHead, type Outcome, ownHead, withEncoding, withoutBody } from './head.ts';
import type { Visit } from './origin.ts';
import { type Headers, isNotModified } from './policy.ts';
import type { EdgeStore } from './store.ts';
import { sendStored } from './stored.ts';
import { tellUnreachable } from './unreachable.ts';

export interface DeliveryOptions {
  request: IncomingMessage;
  response: ServerResponse;
  visit: Visit;
  store: EdgeStore;
  requestId: string;
  /** What the route cut off the path, put back before addresses of the answer. */
  prefix: string;
  /** What is opened here, where that is an app. */
  app: App | undefined;
  /** Called when it is known what the answer will be, before any of it is sent. */
  begun(outcome: Outcome, status: number): void;
  /** Bytes of the body that were sent. */
  sent(bytes: number): void;
  /** Called once, when nothing more comes from the origin or the cache. */
  ended(error: Error | undefined): void;
}

/**
 * Gives the engine's answer to the browser: status, headers and body, compressed, as `304`, or without a body as it was
 * asked for.
 */
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
    const { visit, store, response } = this.#options;
    const entry = store.entry(String(headers[ENTRY_HEADER] ?? ''));
    const fromStore = headers[ENTRY_HEADER] !== undefined;
    const isStale = fromStore && visit.answered !== 304 && (entry === undefined || entry.staleAt < Date.now());
    const outcome = fromStore ? (isStale ? 'STALE' : 'HIT') : visit.isCached && visit.isStorable ? 'MISS' : 'PASS';
    this.#options.begun(outcome, status);
    if (response.destroyed) {
      if (!visit.ticket.isStoring && !fromStore) this.abandon(false);
    } else if (entry) sendStored({ ...this.#options, entry, outcome });
    else if (visit.failure && !fromStore) this.#tell(status, outcome);
    else this.#send(status, headers, outcome);
  }

  /** The origin did not answer; what came in its place is for the engine. */
  #tell(status: number, outcome: Outcome): void {
    const { request, response, app, requestId } = this.#options;
    tellUnreachable(request, response, {
      app,
      status: status === 504 ? 504 : 503,
      headers: { 'x-cache': outcome, 'x-request-id': requestId },
    });
  }

  #send(status: number, headers: Headers, outcome: Outcome): void {
    const { visit, request, response } = this.#options;
    const { age = '0', ...common } = commonHead(status, headers);
    const head = ownHead(common, { ...this.#options, outcome });
    if (outcome !== 'PASS') head.age = outcome === 'MISS' ? '0' : age;
    if (status === 200 && isRead(request) && isNotModified(request.headers, headers)) {
      response.writeHead(304, withoutBody(head)).end();
      return;
    }
    const encoding = isCompressible(status, headers) ? encodingFor(request.headers) : undefined;
    response.writeHead(status, encoding === undefined ? head : withEncoding(head, encoding));
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    response.flushHeaders();
    this.#sink = encoding === undefined ? response : this.#compressed(encoding);
    if (!visit.ticket.isStoring) this.#sink.on('drain', () => this.#controller?.resume());
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

  #compressed(encoding: Encoding): Writable {
    const { response, sent } = this.#options;
    const stream = compressor(encoding);
    stream.on('data', (chunk: Buffer) => sent(chunk.length));
    stream.pipe(response);
    return stream;
  }
}

const isRead = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';
