import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { createCompressor, type Encoding, encodingFor, isCompressible } from '../../platform/http/compression.ts';
import type { Headers } from './cache-control.ts';
import type { Exchange } from './origin.ts';
import {
  type CacheStatus,
  notModifiedHeaders,
  responseHeaders,
  sharedResponseHeaders,
  withContentEncoding,
} from './response-headers.ts';
import type { App } from './routes.ts';
import { sendStored } from './send-stored.ts';
import type { EdgeStore } from './store.ts';
import { STORED_RESPONSE_HEADER } from './stored-response.ts';
import { sendUnavailable } from './unavailable.ts';
import { isNotModified } from './validators.ts';

export interface ResponseHandlerOptions {
  request: IncomingMessage;
  response: ServerResponse;
  exchange: Exchange;
  store: EdgeStore;
  requestId: string;
  /** What the route removed from the path; it returns in front of `Location`. */
  strippedPrefix: string;
  /** The app that is opened here, if any. */
  app: App | undefined;
  /** Called when the status is known, before anything is sent. */
  onStart(cacheStatus: CacheStatus, status: number): void;
  /** Called with the bytes of the body that were sent. */
  onBytesSent(bytes: number): void;
  /** Called once, when nothing more comes from the origin or the cache. */
  onEnd(error: Error | undefined): void;
}

/** Sends the response of undici's cache or of the origin to the browser: compressed, as `304`, or without a body. */
export class ResponseHandler implements Dispatcher.DispatchHandler {
  readonly #options: ResponseHandlerOptions;
  #controller: Dispatcher.DispatchController | undefined;
  /** Where the body goes; undefined: it is only read to be stored. */
  #sink: Writable | undefined;
  #isAborted = false;
  #isEnded = false;

  constructor(options: ResponseHandlerOptions) {
    this.#options = options;
  }

  /** The browser closed its connection: aborts the request to the origin, unless others await its response. */
  clientClosed(isAwaited: boolean): void {
    this.#sink?.destroy();
    this.#sink = undefined;
    if (isAwaited) {
      this.#controller?.resume();
      return;
    }
    this.#isAborted = true;
    this.#controller?.abort(new Error('The client closed its connection'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isAborted) controller.abort(new Error('The client closed its connection'));
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200) return;
    this.#controller = controller;
    const { exchange, store, response } = this.#options;
    const stored = store.byId(String(headers[STORED_RESPONSE_HEADER] ?? ''));
    const cacheStatus = this.#cacheStatusOf(headers);
    const isFromStore = headers[STORED_RESPONSE_HEADER] !== undefined;
    this.#options.onStart(cacheStatus, status);
    if (response.destroyed) {
      if (!exchange.fetch.isStoring && !isFromStore) this.clientClosed(false);
    } else if (stored) sendStored({ ...this.#options, stored, cacheStatus });
    else if (exchange.failure && !isFromStore) this.#sendUnavailable(status, cacheStatus);
    else this.#send(status, headers, cacheStatus);
  }

  #cacheStatusOf(headers: Headers): CacheStatus {
    const { exchange, store } = this.#options;
    const id = headers[STORED_RESPONSE_HEADER];
    if (id === undefined) return exchange.isCached && exchange.isStorable ? 'MISS' : 'PASS';
    const stored = store.byId(String(id));
    const isStale = exchange.originStatus !== 304 && (stored === undefined || stored.staleAt < Date.now());
    return isStale ? 'STALE' : 'HIT';
  }

  /** The origin did not answer, and nothing is stored. */
  #sendUnavailable(status: number, cacheStatus: CacheStatus): void {
    const { request, response, app, requestId } = this.#options;
    sendUnavailable(request, response, {
      app,
      status: status === 504 ? 504 : 503,
      headers: { 'x-cache': cacheStatus, 'x-request-id': requestId },
    });
  }

  #send(status: number, given: Headers, cacheStatus: CacheStatus): void {
    const { exchange, request, response } = this.#options;
    const { age = '0', ...shared } = sharedResponseHeaders(status, given);
    const headers = responseHeaders(shared, { ...this.#options, cacheStatus });
    if (cacheStatus !== 'PASS') headers.age = cacheStatus === 'MISS' ? '0' : age;
    if (status === 200 && isGetOrHead(request) && isNotModified(request.headers, given)) {
      response.writeHead(304, notModifiedHeaders(headers)).end();
      return;
    }
    const encoding = isCompressible(status, given) ? encodingFor(request.headers) : undefined;
    response.writeHead(status, encoding === undefined ? headers : withContentEncoding(headers, encoding));
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    response.flushHeaders();
    this.#sink = encoding === undefined ? response : this.#compress(encoding);
    if (!exchange.fetch.isStoring) this.#sink.on('drain', () => this.#controller?.resume());
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#sink === this.#options.response) this.#options.onBytesSent(chunk.length);
    if (this.#sink?.write(chunk) !== false) return;
    // While a response is stored, a slow client must not delay the others that wait for it. Its length is bounded.
    if (!this.#options.exchange.fetch.isStoring) controller.pause();
  }

  onResponseEnd(): void {
    this.#sink?.end();
    this.#finish(undefined);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    // A truncated response must not look complete.
    if (!this.#isAborted) this.#options.response.destroy();
    this.#finish(error);
  }

  #finish(error: Error | undefined): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#options.onEnd(error);
  }

  #compress(encoding: Encoding): Writable {
    const { response, onBytesSent } = this.#options;
    const stream = createCompressor(encoding);
    stream.on('data', (chunk: Buffer) => onBytesSent(chunk.length));
    stream.pipe(response);
    return stream;
  }
}

const isGetOrHead = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';
