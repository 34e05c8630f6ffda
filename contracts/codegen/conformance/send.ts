import { randomUUID } from 'node:crypto';
import type { Operation, Parameter } from '../openapi/service.ts';
import { isJsonType } from '../runtime/media-type.ts';
import type { ParameterEncoding } from '../runtime/parameter-style.ts';
import { ParameterValueError, writeCookies, writeHeaders, writePath, writeQuery } from '../runtime/parameter-writer.ts';
import type { RequestValues } from './cases.ts';
import type { Answer } from './judge.ts';

export interface Target {
  /** Where the system answers, without a slash at the end. */
  url: string;
  /** Headers of every request, such as a session. */
  headers: Readonly<Record<string, string>>;
  timeoutMs: number;
}

const MAX_WAIT_MS = 65_000;

/** How a parameter travels. */
export const encodingOf = ({ name, place, style, explode, content, reserved }: Parameter): ParameterEncoding => ({
  name,
  place,
  style,
  explode,
  reserved,
  ...(content !== undefined && isJsonType(content) ? { json: true } : {}),
});

/** Sends a request; undefined where its values cannot travel. Waits when the system limits the rate of requests. */
export async function send(target: Target, operation: Operation, request: RequestValues): Promise<Answer | undefined> {
  const written = write(target, operation, request);
  if (!written) return undefined;
  for (let attempts = 0; ; attempts += 1) {
    const answer = await fetchAnswer(written, target.timeoutMs);
    if ('failure' in answer || answer.status !== 429 || attempts === 2) return answer;
    const seconds = Number(answer.headers.get('retry-after') ?? 1);
    await new Promise(resolve => setTimeout(resolve, Math.min(seconds * 1_000 || 1_000, MAX_WAIT_MS)));
  }
}

function write(target: Target, operation: Operation, { parameters, body }: RequestValues): Request | undefined {
  const all = [...parameters];
  const encodings = all.map(([parameter]) => encodingOf(parameter));
  const valuesOf = (place: string) =>
    Object.fromEntries(
      all.filter(([parameter]) => parameter.place === place).map(([parameter, value]) => [parameter.name, value]),
    );
  try {
    const query = writeQuery(valuesOf('query'), encodings);
    const path = writePath(operation.path, valuesOf('path'), encodings);
    const headers = new Headers({ ...target.headers, ...writeHeaders(valuesOf('header'), encodings) });
    if (headers.has('idempotency-key')) headers.set('idempotency-key', randomUUID());
    const cookies = writeCookies(valuesOf('cookie'), encodings);
    if (cookies !== '') headers.append('cookie', cookies);
    if (body) headers.set('content-type', body.type);
    const text = body && ('raw' in body ? body.raw : JSON.stringify(body.value));
    return new Request(`${target.url}${path}${query === '' ? '' : `?${query}`}`, {
      method: operation.method.toUpperCase(),
      headers,
      redirect: 'manual',
      ...(text === undefined ? {} : { body: text }),
    });
  } catch (error) {
    if (error instanceof ParameterValueError || error instanceof TypeError || error instanceof URIError)
      return undefined;
    throw error;
  }
}

async function fetchAnswer(request: Request, timeoutMs: number): Promise<Answer> {
  try {
    const response = await fetch(request.clone(), { signal: AbortSignal.timeout(timeoutMs) });
    const { status, headers } = response;
    const contentType = headers.get('content-type') ?? undefined;
    if (contentType?.startsWith('text/event-stream')) {
      await response.body?.cancel();
      return { status, contentType, headers, text: '' };
    }
    return { status, contentType, headers, text: await response.text() };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    return { failure: error instanceof Error ? `${error.message}${cause}` : String(error) };
  }
}
