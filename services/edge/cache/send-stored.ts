import type { IncomingMessage, ServerResponse } from 'node:http';
import { compress, type Encoding, encodingFor, isCompressible } from '../../platform/http/compression.ts';
import { type ByteRange, rangeOf } from './range.ts';
import { problemMessage } from './request.ts';
import {
  type CacheStatus,
  notModifiedHeaders,
  type ResponseHeaders,
  responseHeaders,
  sharedResponseHeaders,
  withContentEncoding,
} from './response-headers.ts';
import type { EdgeStore } from './store.ts';
import type { StoredResponse } from './stored-response.ts';
import { isNotModified } from './validators.ts';

export interface SendStoredOptions {
  request: IncomingMessage;
  response: ServerResponse;
  store: EdgeStore;
  stored: StoredResponse;
  cacheStatus: CacheStatus;
  requestId: string;
  strippedPrefix: string;
  /** Called with the bytes of the body that were sent. */
  onBytesSent(bytes: number): void;
}

/** The shared headers of each stored response, made once. */
const sharedHeaders = new WeakMap<StoredResponse, ResponseHeaders>();

function sharedHeadersOf(stored: StoredResponse): ResponseHeaders {
  const known = sharedHeaders.get(stored);
  if (known) return known;
  const { age: _, ...headers } = sharedResponseHeaders(stored.statusCode, stored.headers);
  sharedHeaders.set(stored, headers);
  return headers;
}

/** Sends a stored response: whole, compressed or identity, a range of it, as `304`, or without its body for HEAD. */
export function sendStored(options: SendStoredOptions): void {
  const { request, response, store, stored } = options;
  const { statusCode: status, headers: storedHeaders, body } = stored;
  const headers = responseHeaders(sharedHeadersOf(stored), options);
  headers.age = String(Math.max(0, Math.round((Date.now() - stored.cachedAt) / 1_000)));
  if (status === 200 && isNotModified(request.headers, storedHeaders)) {
    response.writeHead(304, notModifiedHeaders(headers)).end();
    return;
  }
  const range =
    status === 200 && request.method === 'GET' && request.headers.range !== undefined
      ? rangeOf(request.headers, { headers: storedHeaders, length: body.length, cachedAt: stored.cachedAt })
      : undefined;
  if (range !== undefined) {
    sendRange(options, headers, range);
    return;
  }
  const encoding = isCompressible(status, storedHeaders) ? encodingFor(request.headers) : undefined;
  if (encoding === undefined) {
    if (status === 200) headers['accept-ranges'] = 'bytes';
    send(options, status, headers, body);
    return;
  }
  if (request.method === 'HEAD') {
    response.writeHead(status, withContentEncoding(headers, encoding)).end();
    return;
  }
  encodedBody(store, stored, encoding).then(
    encoded => send(options, status, withContentEncoding(headers, encoding), encoded),
    () => send(options, status, headers, body),
  );
}

/** The body of a stored response in an encoding: compressed once and stored with it. */
function encodedBody(store: EdgeStore, stored: StoredResponse, encoding: Encoding): Promise<Buffer> {
  const known = stored.encoded.get(encoding);
  if (known) return known;
  const encoded = compress(stored.body, encoding, 'stored').then(body => {
    store.addSize(stored, body.length);
    return body;
  });
  stored.encoded.set(encoding, encoded);
  return encoded;
}

function send(
  { request, response, onBytesSent }: SendStoredOptions,
  status: number,
  headers: ResponseHeaders,
  body: Buffer,
): void {
  if (response.destroyed) return;
  headers['content-length'] = String(body.length);
  response.writeHead(status, headers);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  response.end(body);
  onBytesSent(body.length);
}

/** Ranges are of the identity body: ranges that were compressed one by one could not be combined. */
function sendRange(options: SendStoredOptions, headers: ResponseHeaders, range: ByteRange | 'unsatisfiable'): void {
  const { body } = options.stored;
  if (range !== 'unsatisfiable') {
    const { first, last } = range;
    const rangeHeaders = { 'accept-ranges': 'bytes', 'content-range': `bytes ${first}-${last}/${body.length}` };
    send(options, 206, { ...headers, ...rangeHeaders }, body.subarray(first, last + 1));
    return;
  }
  const { 'x-request-id': requestId = '', 'x-cache': cacheStatus = '' } = headers;
  const problem = problemMessage(416, 'Range Not Satisfiable', `There are ${body.length} bytes.`);
  const problemHeaders = {
    ...problem.headers,
    'content-range': `bytes */${body.length}`,
    'x-request-id': requestId,
    'x-cache': cacheStatus,
  };
  send(options, 416, problemHeaders, problem.body);
}
