import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { violations } from './check.ts';
import { coveringType, isJsonType } from './media-type.ts';
import type { AnyResponse, OperationDefinition } from './operation.ts';
import { isPlainJson } from './plain-json.ts';
import { declaredFor } from './status.ts';

/** A handler's answer is not what the contract says. A bug of the service: callers see a plain 500. */
export class ResponseContractError extends Error {
  override readonly name = 'ResponseContractError';
}

/**
 * Writes a handler's answer with the content type of the contract. With `check`, an answer that breaks the contract
 * throws instead.
 */
export async function respond(
  operation: OperationDefinition,
  answer: AnyResponse,
  request: Request,
  response: Response,
  check: boolean,
): Promise<void> {
  const declared = declaredFor(operation.responses, answer.status);
  if (check && declared === undefined)
    throw new ResponseContractError(`${operation.operationId} does not declare status ${answer.status}`);
  const types = Object.keys(declared ?? {});
  const type = answer.contentType ?? types[0];
  const isJson = type === undefined ? answer.body !== undefined : isJsonBody(declared ?? {}, type);
  const text = isJson && answer.body !== undefined ? JSON.stringify(answer.body) : undefined;
  if (check) {
    checkHeaders(operation, answer);
    checkBody(operation, answer, type, text);
  }
  response.status(answer.status);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (answer.body === undefined || (types.length === 0 && declared !== undefined)) {
    response.end();
    return;
  }
  if (!response.hasHeader('content-type')) response.setHeader('content-type', type ?? 'application/json');
  if (text !== undefined)
    response.send(Buffer.from(text)); // as bytes, so that the content type stays that of the contract
  else await writeBytes(answer.body, request, response);
}

/** Whether a body of the type is written as JSON: a range may cover it and much else. */
function isJsonBody(declared: Readonly<Record<string, unknown>>, type: string): boolean {
  const media = coveringType(Object.keys(declared), type);
  if (media === undefined) return true;
  return declared[media] !== false && (!media.includes('*') || isJsonType(type));
}

async function writeBytes(body: unknown, request: Request, response: Response): Promise<void> {
  if (typeof body === 'string') response.send(body);
  else if (body instanceof Uint8Array) response.send(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
  else if (body instanceof Readable) {
    if (request.method === 'HEAD') {
      body.destroy();
      response.end();
      return;
    }
    response.flushHeaders();
    await pipeline(body, response).catch((error: unknown) => {
      if (!isPrematureClose(error)) throw error; // the reader went away, which is nobody's fault
    });
  } else throw new ResponseContractError('A body that is not JSON must be a string, a Uint8Array or a Readable');
}

function checkHeaders({ operationId, requiredHeaders = {} }: OperationDefinition, answer: AnyResponse): void {
  const given = new Set(Object.keys(answer.headers ?? {}).map(name => name.toLowerCase()));
  const missing = (declaredFor(requiredHeaders, answer.status) ?? []).filter(name => !given.has(name));
  if (missing.length > 0)
    throw new ResponseContractError(
      `${operationId} answered ${answer.status} without the headers that it must have: ${missing.join(', ')}`,
    );
}

function checkBody(
  operation: OperationDefinition,
  answer: AnyResponse,
  type: string | undefined,
  text: string | undefined,
): void {
  const { operationId } = operation;
  const declared = declaredFor(operation.responses, answer.status) ?? {};
  const types = Object.keys(declared);
  if (types.length === 0) {
    if (answer.body !== undefined)
      throw new ResponseContractError(`${operationId} declares no body for ${answer.status}`);
    return;
  }
  if (answer.body === undefined)
    throw new ResponseContractError(`${operationId} must have a body for ${answer.status}`);
  const media = type === undefined ? undefined : coveringType(types, type);
  if (media === undefined)
    throw new ResponseContractError(`${operationId} does not declare ${type} for ${answer.status}`);
  const check = declared[media];
  if (typeof check !== 'function' || text === undefined) return;
  if (check(isPlainJson(answer.body) ? answer.body : JSON.parse(text))) return;
  const found = violations(check, '/body').map(({ path, message }) => `${path} ${message}`);
  throw new ResponseContractError(
    `${operationId} answered ${answer.status} with a body that breaks the contract: ${found.join('; ')}`,
  );
}

function isPrematureClose(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
