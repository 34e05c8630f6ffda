import { type Readable, Transform } from 'node:stream';
import express, { type Request, type Response } from 'express';
import { type Violation, violations } from './check.ts';
import { type ParsedForm, readMultipartForm, readUrlencoded } from './form.ts';
import type { FormDefinition } from './form-definition.ts';
import { firstChangedInteger } from './large-integers.ts';
import { coveringType, isJsonType, parseMediaType } from './media-type.ts';
import { FormSyntaxError } from './multipart.ts';
import type { OperationDefinition } from './operation.ts';
import { ProblemError } from './problem.ts';
import { ReceivedFiles } from './received-files.ts';
import { textProblem } from './text.ts';

export interface ParsedBody {
  value: unknown;
  contentType: string | undefined;
  errors: Violation[];
}

type BodyDefinition = NonNullable<OperationDefinition['body']>;
type Reader = (request: Request, response: Response) => Promise<ParsedBody>;

/** Reads the request body that an operation declares. Throws 415, 413, or 400 for what cannot be read at all. */
export function bodyReader(body: BodyDefinition): Reader {
  const buffer = express.raw({ type: () => true, limit: body.limit });
  const mediaOf = mediaLookup(Object.keys(body.media));
  return async (request, response) => {
    const given = request.headers['content-type'];
    if (!hasBody(request)) return absent(body);
    const media = given === undefined ? undefined : mediaOf(given);
    if (media === undefined || given === undefined || !isUtf8(given)) throw unsupported(body);
    const isRange = media.includes('*');
    const contentType = isRange ? parseMediaType(given).essence : media;
    const codec = body.media[media];
    if (codec === false && !body.raw) return { value: limited(request, body.limit), contentType, errors: [] };
    if (isRange && codec !== false && !isJsonType(given)) throw unsupported(body); // nothing would check it
    if (typeof codec === 'object' && !body.raw && parseMediaType(given).essence === 'multipart/form-data') {
      const form = await streamedForm(request, response, body, codec).catch(noForm);
      return form === undefined ? absent(body) : { contentType, ...form };
    }
    const bytes = await readBytes(buffer, request, response, body.limit);
    if (bytes.length === 0) return absent(body);
    if (body.raw) return { value: bytes, contentType, errors: [] };
    if (typeof codec === 'object') return { contentType, ...readUrlencoded(bytes, codec) };
    const value = parseJson(bytes, body);
    if (typeof codec !== 'function') return { value, contentType, errors: [] };
    return { value, contentType, errors: codec(value) ? [] : violations(codec, '/body') };
  };
}

/** Long files of a form are on the disk until the response is sent. */
async function streamedForm(
  request: Request,
  response: Response,
  { limit }: BodyDefinition,
  form: FormDefinition,
): Promise<ParsedForm | undefined> {
  const received = new ReceivedFiles();
  response.once('close', () => void received.remove());
  return readMultipartForm(limited(request, limit), request.headers['content-type'] ?? '', form, received);
}

/** What a content type is covered by, remembered for those that were seen: there are few of them, but many requests. */
function mediaLookup(declared: string[]): (given: string) => string | undefined {
  const seen = new Map<string, string | undefined>();
  return given => {
    if (seen.has(given)) return seen.get(given);
    const media = coveringType(declared, given);
    if (seen.size < 100) seen.set(given, media);
    return media;
  };
}

function noForm(error: unknown): never {
  if (!(error instanceof FormSyntaxError)) throw error;
  throw broken('/body', 'is not a valid form', error);
}

function absent(body: BodyDefinition): ParsedBody {
  return {
    value: undefined,
    contentType: undefined,
    errors: body.required ? [{ path: '/body', message: 'is required' }] : [],
  };
}

function hasBody(request: Request): boolean {
  const length = request.headers['content-length'];
  return request.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function isUtf8(contentType: string): boolean {
  if (!contentType.includes('charset')) return true;
  const charset = parseMediaType(contentType).parameters.get('charset');
  return charset === undefined || /^utf-?8$|^us-ascii$/i.test(charset) || !/json|form/.test(contentType);
}

function unsupported(body: BodyDefinition): ProblemError {
  const accepted = Object.keys(body.media).join(', ');
  return new ProblemError({ status: 415, detail: `The body must be ${accepted}.`, headers: { accept: accepted } });
}

function tooLarge(limit: number): ProblemError {
  return new ProblemError({ status: 413, detail: `The body may be ${limit} bytes long.` });
}

function readBytes(
  buffer: ReturnType<typeof express.raw>,
  request: Request,
  response: Response,
  limit: number,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    buffer(request, response, (error?: unknown) => {
      if (error instanceof Error && Reflect.get(error, 'status') === 413) reject(tooLarge(limit));
      else if (error) reject(error);
      else resolve(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
    });
  });
}

/** The request as a stream that fails with 413 once it is longer than allowed. */
function limited(request: Request, limit: number): Readable {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  let seen = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > limit) done(tooLarge(limit));
      else done(null, chunk);
    },
  });
  request.on('error', error => counter.destroy(error));
  request.on('close', () => {
    if (!request.complete) counter.destroy(new ProblemError({ status: 400, detail: 'The body ended early.' }));
  });
  return request.pipe(counter);
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** In JSON every other trap is written as an escape (RFC 8259, section 7). */
const MAY_HOLD_TRAPS = /\\u|__proto__|[\ufffe\uffff]/;

function parseJson(bytes: Buffer, { proto = false }: BodyDefinition): unknown {
  let value: unknown;
  try {
    const text = decoder.decode(bytes);
    value = JSON.parse(text);
    if (MAY_HOLD_TRAPS.test(text)) refuseTraps(value, '/body', proto);
    const changed = firstChangedInteger(text);
    if (changed !== undefined) throw trap('/body', `holds ${changed}, an integer that no number can hold`);
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw broken('/body', 'is not valid JSON', error);
  }
  return value;
}

/** Throws 400 for text that storage and partners refuse. */
function refuseText(text: string, path: string): void {
  const problem = textProblem(text);
  if (problem !== undefined) throw trap(path, problem);
}

/** Refuses what storage or a careless merge would stumble over: `__proto__` keys, and such text. */
function refuseTraps(value: unknown, path: string, proto: boolean): void {
  if (typeof value === 'string') refuseText(value, path);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    const inner = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (key === '__proto__' && !proto) throw trap(inner, 'is not known');
    refuseText(key, path);
    refuseTraps(item, inner, proto);
  }
}

function broken(path: string, message: string, cause: unknown): ProblemError {
  return new ProblemError({ status: 400, detail: `The body ${message}.`, errors: [{ path, message }], cause });
}

function trap(path: string, message: string): ProblemError {
  return new ProblemError({ status: 400, detail: 'The request breaks the contract.', errors: [{ path, message }] });
}
