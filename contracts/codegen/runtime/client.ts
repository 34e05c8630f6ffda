import { mergeHeaders } from 'openapi-fetch';
import { writeForm, writeMultipart } from './form-writer.ts';
import { coveringType, parseMediaType } from './media-type.ts';
import type { ParameterEncoding } from './parameter-style.ts';
import { writeCookies, writeHeaders, writePath, writeQuery, writeTarget } from './parameter-writer.ts';
import { parseRemoteProblem } from './problem.ts';
import { declaredFor } from './status.ts';

export interface ClientOptions {
  /** Where the service or the gateway is, without a trailing slash. */
  baseUrl: string;
  fetch?: (request: Request) => Promise<Response>;
  /** Called for each request: authorization, trace context. */
  headers?: () => Record<string, string> | Promise<Record<string, string>>;
  /**
   * Called with each answer and its operation (`GET /orders/{orderId}`), and returns its body: counts calls, and
   * watches which fields are read.
   */
  observe?: (operation: string, body: unknown) => unknown;
}

export interface CallOptions {
  signal?: AbortSignal;
  headers?: Record<string, string>;
  /** Passed to fetch as it is, such as Next.js's `next: { tags }`. */
  fetchOptions?: Record<string, unknown>;
}

export interface CallDefinition {
  method: string;
  path: string;
  /** Parameters that do not travel as the default of their place is. */
  parameters?: readonly ParameterEncoding[];
  /** The content type of the request body, where the contract leaves no choice. */
  contentType?: string;
  /** Bodies that are forms: by content type, the fields that do not travel as usual. */
  forms?: Readonly<Record<string, readonly ParameterEncoding[]>>;
  /** The body is sent as it is, whatever its content type. */
  raw?: boolean;
  /** By status, range or `default`: how its body is read. A status that none of them covers is not declared. */
  statuses: Readonly<Record<string, BodyKind>>;
  /** The content types of the statuses whose response says which it has, because the contract leaves a choice. */
  choices?: Readonly<Record<string, readonly string[]>>;
}

export type BodyKind = 'none' | 'json' | 'text' | 'bytes' | 'stream';

interface CallInput {
  path?: Record<string, unknown> | undefined;
  query?: Record<string, unknown> | undefined;
  headers?: Record<string, unknown> | undefined;
  cookies?: Record<string, unknown> | undefined;
  contentType?: string | undefined;
  body?: unknown;
}

/** An answer that the contract does not declare, and that is no problem either. */
export class UnexpectedResponseError extends Error {
  override readonly name = 'UnexpectedResponseError';
  readonly status: number;
  readonly body: string;

  constructor(operation: string, status: number, body: string) {
    super(`${operation} answered ${status}, which its contract does not declare`);
    this.status = status;
    this.body = body;
  }
}

/** Headers about how the body travelled: it has been read, so they would mislead whoever passes the answer on. */
const transport = new Set(['connection', 'content-encoding', 'content-length', 'keep-alive', 'transfer-encoding']);

/** Calls an operation; the generated methods say what `R` is. */
export type Call = <R>(definition: CallDefinition, input?: CallInput, options?: CallOptions) => Promise<R>;

/**
 * What every generated client is made of; openapi-fetch merges the headers. A declared status is
 * returned; another one throws `ProblemError`, or `UnexpectedResponseError` when it carries no problem. What fetch
 * throws (no connection, an abort) is passed on.
 */
export function createCall(clientOptions: ClientOptions): Call {
  const send = clientOptions.fetch ?? (request => globalThis.fetch(request));
  return async <R>(definition: CallDefinition, input: CallInput = {}, options: CallOptions = {}): Promise<R> => {
    const request = buildRequest(clientOptions.baseUrl, definition, input, options, await clientOptions.headers?.());
    const answer = await send(request);
    const headers = Object.fromEntries([...answer.headers].filter(([name]) => !transport.has(name)));
    const kind = declaredFor(definition.statuses, answer.status);
    if (kind === undefined) throw await undeclared(definition, answer, headers);
    const choice = declaredFor(choicesOf(definition), answer.status) ?? [];
    const isChoice = choice.length > 0;
    if (kind === 'json' && !isChoice && !isJson(headers)) throw await undeclared(definition, answer, headers);
    const contentType = isChoice && { contentType: chosenType(choice, headers['content-type']) };
    const chosen = isChoice && kind !== 'none' ? kindOfType(headers['content-type']) : kind;
    const read = chosen === 'none' ? undefined : await readBody(answer, chosen, headers);
    const { observe } = clientOptions;
    const observed = observe ? observe(`${definition.method} ${definition.path}`, read) : read;
    const body = kind !== 'none' && { body: observed };
    const response: unknown = { status: answer.status, headers, ...contentType, ...body };
    // the service's own tests validate its answers; a browser does not carry the validators
    return response as R;
  };
}

function buildRequest(
  baseUrl: string,
  definition: CallDefinition,
  input: CallInput,
  options: CallOptions,
  common?: Record<string, string>,
): Request {
  const { parameters = [] } = definition;
  const query = writeQuery(input.query ?? {}, parameters);
  const path = writePath(definition.path, input.path ?? {}, parameters);
  const url = `${baseUrl.replace(/\/$/, '')}${writeTarget(path, query)}`;
  const contentType = input.contentType ?? definition.contentType;
  const body = input.body === undefined ? undefined : encodeBody(definition, input.body, contentType);
  const cookies = writeCookies(input.cookies ?? {}, parameters);
  const headers = mergeHeaders(
    body === undefined || body instanceof FormData || contentType === undefined ? {} : { 'content-type': contentType },
    cookies === '' ? undefined : { cookie: cookies },
    common,
    writeHeaders(input.headers ?? {}, parameters),
    options.headers,
  );
  return new Request(url, {
    method: definition.method,
    headers,
    ...(body !== undefined && { body, duplex: 'half' }),
    ...(options.signal && { signal: options.signal }),
    ...options.fetchOptions,
  });
}

/** A body as it travels; what is bytes, text or a stream already travels as it is. */
function encodeBody({ raw, forms }: CallDefinition, body: unknown, contentType: string | undefined): BodyInit {
  const isReady =
    raw || typeof body !== 'object' || body === null || body instanceof Uint8Array || isAsyncIterable(body);
  const form = contentType === undefined ? undefined : forms?.[contentType];
  if (form !== undefined && !isReady)
    return contentType?.startsWith('multipart/') ? writeMultipart(body, form) : writeForm(body, form);
  const sendsJson = contentType !== undefined && /json/.test(contentType) && !(body instanceof Uint8Array) && !raw;
  return sendsJson ? JSON.stringify(body) : bodyInit(body);
}

function bodyInit(body: unknown): BodyInit {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return new Uint8Array(body);
  if (isAsyncIterable(body)) return streamOf(body);
  throw new TypeError('A body that is not JSON must be a string, a Uint8Array or a Readable');
}

function isAsyncIterable(value: unknown): value is AsyncIterable<Uint8Array | string> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

function streamOf(body: AsyncIterable<Uint8Array | string>): ReadableStream<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(typeof value === 'string' ? new TextEncoder().encode(value) : value);
    },
    async cancel(reason) {
      await chunks.return?.(reason);
    },
  });
}

/** How a body is read where the contract has several types, as the types of each say. */
function kindOfType(type = ''): BodyKind {
  if (/json/.test(type)) return 'json';
  if (type.startsWith('text/event-stream')) return 'stream';
  return type.startsWith('text/') ? 'text' : 'bytes';
}

async function readBody(answer: Response, kind: BodyKind, headers: Record<string, string>): Promise<unknown> {
  if (kind === 'stream') return answer.body;
  if (kind === 'text') return answer.text();
  if (kind === 'json' && isJson(headers)) return answer.json();
  return new Uint8Array(await answer.arrayBuffer());
}

/** By declared status: the content types that a response chooses from. */
function choicesOf({ statuses, choices = {} }: CallDefinition): Record<string, readonly string[]> {
  return Object.fromEntries(Object.keys(statuses).map(key => [key, choices[key] ?? []]));
}

/** The content type as the contract writes it; of a range, and of one that is not declared, the type itself. */
function chosenType(declared: readonly string[], given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const covering = coveringType(declared, given);
  return covering === undefined || covering.includes('*') ? parseMediaType(given).essence : covering;
}

function isJson(headers: Record<string, string>): boolean {
  return /json/.test(headers['content-type'] ?? '');
}

async function undeclared(
  definition: CallDefinition,
  answer: Response,
  headers: Record<string, string>,
): Promise<Error> {
  const text = await answer.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  const problem = answer.status >= 400 ? parseRemoteProblem(answer.status, body, headers) : undefined;
  return problem ?? new UnexpectedResponseError(`${definition.method} ${definition.path}`, answer.status, text);
}
