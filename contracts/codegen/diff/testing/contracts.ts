import { resolve } from 'node:path';
import { SourceCache } from '../../document/source.ts';
import { compareAsyncapi } from '../asyncapi/asyncapi.ts';
import type { Change } from '../change.ts';
import { type ContractVersion, readContract } from '../contract-version.ts';
import { compareOpenapi } from '../openapi/openapi.ts';

export const today = new Date('2026-11-29');

/** A contract from its text, YAML of one document. */
export function contractOf(text: string, name = 'shop.yaml'): ContractVersion {
  const contract = readContract(name, resolve(name), new SourceCache(() => text), () => name);
  if (!contract) throw new Error(`${name} is no contract`);
  return contract;
}

/** What changed between two texts, as `severity id`, the worst first. */
export function changed(before: string, after: string): string[] {
  return changesOf(before, after).map(({ severity, id }) => `${severity} ${id}`);
}

export function changesOf(before: string, after: string): Change[] {
  const one = contractOf(before);
  const other = contractOf(after);
  return one.kind === 'openapi' ? compareOpenapi(one, other, today) : compareAsyncapi(one, other);
}

/** An OpenAPI document with one operation, `POST /orders`, whose members are given as YAML flow. */
export function api(operation: string, rest = ''): string {
  return `openapi: 3.1.0
info: { title: Shop, version: 1.0.0 }
${rest}
paths:
  /orders:
    post: ${operation}
`;
}

/** The operation that takes a body of the schema and answers with another. */
export function exchange(request: string, response: string): string {
  return api(`{ requestBody: { content: { application/json: { schema: ${request} } } },
      responses: { '200': { description: Done., content: { application/json: { schema: ${response} } } } } }`);
}

/** An AsyncAPI document with one message, `Placed`, of a channel with these members. */
export function events(payload: string, channel = '', message = ''): string {
  return `asyncapi: 3.0.0
info: { title: Orders, version: 1.0.0 }
channels:
  orders:
    address: orders.order.v1
    ${channel}
    messages: { Placed: { payload: ${payload}, ${message} } }
operations:
  place: { action: send, channel: { $ref: '#/channels/orders' } }
`;
}
