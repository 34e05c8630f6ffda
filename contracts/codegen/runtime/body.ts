import { type Readable, Transform } from 'node:stream';
import express, { type Request, type Response } from 'express';
import { type Violation, violations } from './check.ts';
import { firstChangedInteger } from './large-integers.ts';
import type { OperationDefinition } from './operation.ts';
import { ProblemError } from './problem.ts';

export interface ParsedBody {
  value: unknown;
  contentType: string | undefined;
  errors: Violation[];
}

type BodyDefinition = NonNullable<OperationDefinition['body']>;
type Reader = (request: Request, response: Response) => Promise<ParsedBody>;

/** Reads the request body that an operation declares. Throws 415, 413, or 400 for what is not JSON at all. */
export function bodyReader(body: BodyDefinition): Reader {
  const buffer = express.raw({ type: () => true, limit: body.limit });
  return async (request, response) => {
    const given = mediaTypeOf(request);
    if (!hasBody(request)) return absent(body);
    const media = given === undefined ? undefined : matching(Object.keys(body.media), given);
    if (media === undefined || given === undefined || !isUtf8(request)) throw unsupported(body);
    const check = body.media[media];
    if (check === false && !body.raw) return { value: limited(request, body.limit), contentType: given, errors: [] };
    const bytes = await readBytes(buffer, request, response, body.limit);
    if (bytes.length === 0) return absent(body);
    if (body.raw) return { value: bytes, contentType: given, errors: [] };
    const value = parseJson(bytes, body);
    if (typeof check !== 'function') return { value, contentType: given, errors: [] };
    return { value, contentType: given, errors: check(value) ? [] : violations(check, '/body') };
  };
}

/** The declared media type that covers the given one: itself, `image/*`, or any. */
export function matching(declared: string[], given: string): string | undefined {
  const [kind] = given.split('/');
  return [given, `${kind}/*`, '*/*'].find(type => declared.includes(type));
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

function mediaTypeOf(request: Request): string | undefined {
  return request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
}

function isUtf8(request: Request): boolean {
  const charset = /;\s*charset="?([^";\s]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
  return (
    charset === undefined || /^utf-?8$|^us-ascii$/i.test(charset) || !/json/.test(request.headers['content-type'] ?? '')
  );
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

function parseJson(bytes: Buffer, { proto = false }: BodyDefinition): unknown {
  let value: unknown;
  try {
    const text = decoder.decode(bytes);
    value = JSON.parse(text);
    if (text.includes('\\u') || text.includes('__proto__')) refuseTraps(value, '/body', proto);
    const changed = firstChangedInteger(text);
    if (changed !== undefined) throw trap('/body', `holds ${changed}, an integer that no number can hold`);
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError({
      status: 400,
      detail: 'The body is not valid JSON.',
      errors: [{ path: '/body', message: 'is not valid JSON' }],
      cause: error,
    });
  }
  return value;
}

/** Refuses what storage or a careless merge would stumble over: `__proto__` keys and NUL characters. */
function refuseTraps(value: unknown, path: string, proto: boolean): void {
  if (typeof value === 'string' && value.includes('\0')) throw trap(path, 'must not hold a NUL character');
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    const inner = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (key === '__proto__' && !proto) throw trap(inner, 'is not known');
    if (key.includes('\0')) throw trap(path, 'must not hold a NUL character');
    refuseTraps(item, inner, proto);
  }
}

function trap(path: string, message: string): ProblemError {
  return new ProblemError({ status: 400, detail: 'The request breaks the contract.', errors: [{ path, message }] });
}
