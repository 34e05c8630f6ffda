import type { IncomingMessage, ServerResponse } from 'node:http';
import { encodedBody, encodingFor, isCompressible } from './compression.ts';
import type { Entry } from './entry.ts';
import { commonHead, type Head, type Outcome, ownHead, withEncoding, withoutBody } from './head.ts';
import { isNotModified } from './policy.ts';
import { type Part, partOf } from './range.ts';
import type { EdgeStore } from './store.ts';

export interface StoredOptions {
  request: IncomingMessage;
  response: ServerResponse;
  store: EdgeStore;
  entry: Entry;
  outcome: Outcome;
  requestId: string;
  prefix: string;
  /** Bytes of the body that were sent. */
  sent(bytes: number): void;
}

/** What is said of an entry to everybody, made once. */
const heads = new WeakMap<Entry, Head>();

function headOf(entry: Entry): Head {
  const known = heads.get(entry);
  if (known) return known;
  const { age: _, ...head } = commonHead(entry.statusCode, entry.headers);
  heads.set(entry, head);
  return head;
}

/** Answers from memory: the whole, compressed or as it is, a part of it, `304`, or the head alone. */
export function sendStored(options: StoredOptions): void {
  const { request, response, store, entry } = options;
  const { statusCode: status, headers, body } = entry;
  const head = ownHead(headOf(entry), options);
  head.age = String(Math.max(0, Math.round((Date.now() - entry.cachedAt) / 1_000)));
  if (status === 200 && isNotModified(request.headers, headers)) {
    response.writeHead(304, withoutBody(head)).end();
    return;
  }
  const part =
    status === 200 && request.method === 'GET' && request.headers.range !== undefined
      ? partOf(request.headers, { headers, length: body.length, cachedAt: entry.cachedAt })
      : undefined;
  if (part !== undefined) {
    sendPart(options, head, part);
    return;
  }
  const encoding = isCompressible(status, headers) ? encodingFor(request.headers) : undefined;
  if (encoding === undefined) {
    if (status === 200) head['accept-ranges'] = 'bytes';
    send(options, status, head, body);
    return;
  }
  if (request.method === 'HEAD') {
    response.writeHead(status, withEncoding(head, encoding)).end();
    return;
  }
  encodedBody(store, entry, encoding).then(
    encoded => send(options, status, withEncoding(head, encoding), encoded),
    () => send(options, status, head, body),
  );
}

function send({ request, response, sent }: StoredOptions, status: number, head: Head, body: Buffer): void {
  if (response.destroyed) return;
  head['content-length'] = String(body.length);
  response.writeHead(status, head);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  response.end(body);
  sent(body.length);
}

/** A part is one of the body as it is stored: parts that were compressed apart could not be put together. */
function sendPart(options: StoredOptions, head: Head, part: Part | 'beyond'): void {
  const { body } = options.entry;
  if (part !== 'beyond') {
    const { first, last } = part;
    const range = { 'accept-ranges': 'bytes', 'content-range': `bytes ${first}-${last}/${body.length}` };
    send(options, 206, { ...head, ...range }, body.subarray(first, last + 1));
    return;
  }
  const { 'x-request-id': id = '', 'x-cache': cache = '' } = head;
  const problem = {
    type: 'about:blank',
    title: 'Range Not Satisfiable',
    status: 416,
    detail: `There are ${body.length} bytes.`,
  };
  const own = {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'content-range': `bytes */${body.length}`,
  };
  send(options, 416, { ...own, 'x-request-id': id, 'x-cache': cache }, Buffer.from(JSON.stringify(problem)));
}
