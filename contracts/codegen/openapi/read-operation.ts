import {
  arrayIn,
  isObject,
  type Json,
  type JsonObject,
  objectIn,
  parsePointer,
  stringIn,
  stringsIn,
} from '../document/json.ts';
import { camelCase, pascalCase } from '../names.ts';
import { isJsonType } from '../runtime/media-type.ts';
import { hasNoBody, type StatusKey } from '../runtime/status.ts';
import { deref } from './deref.ts';
import { isFormType, isWholeText, readForm } from './form.ts';
import { readParameters, type WrittenParameter } from './read-parameter.ts';
import type { Audience, Idempotency, MediaType, Operation, Reply, RequestBody } from './service.ts';
import { shapeOf } from './shape.ts';

const oneMegabyte = 1024 * 1024;

interface Found {
  path: string;
  method: string;
  value: JsonObject;
  pathItem: JsonObject;
  /** Where the path item stands in the document. */
  at: string[];
  /** Its operationId, else how it is called without one. */
  id: string;
}

export const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

/** Reads one operation of a bundled document. */
export function readOperation(document: JsonObject, { path, method, value, pathItem, at, id }: Found): Operation {
  const extension = objectIn(value, 'x-body');
  return {
    id: camelCase(id),
    typeName: pascalCase(id),
    method,
    path,
    summary: stringIn(value, 'summary'),
    description: stringIn(value, 'description'),
    deprecated: value.deprecated === true,
    deprecatedSince: stringIn(value, 'x-deprecated'),
    sunset: stringIn(value, 'x-sunset'),
    tags: stringsIn(value, 'tags'),
    parameters: readParameters(document, [
      ...written(pathItem, [...at, 'parameters']),
      ...written(value, [...at, method, 'parameters']),
    ]),
    body: readBody(document, value.requestBody),
    replies: readReplies(document, method, objectIn(value, 'responses')),
    security: readSecurity(value.security ?? document.security),
    gateway: audienceOf(value['x-gateway']),
    idempotency: idempotencyOf(value['x-idempotency']),
    maxAuthenticationAge: secondsOf(value['x-max-authentication-age']),
    cache: isObject(value['x-cache']) ? value['x-cache'] : undefined,
    bodyLimit: parseSize(extension.limit) ?? oneMegabyte,
    rawBody: extension.raw === true,
    at: [...at, method],
  };
}

function written(parent: JsonObject, at: string[]): WrittenParameter[] {
  return arrayIn(parent, 'parameters').map((value, index) => ({ value, at: [...at, String(index)] }));
}

/** A whole number of seconds; undefined for anything else, which the linter reports. */
function secondsOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}

/** Bytes of `256kb`, `1mb` or a plain number; undefined where it is neither. */
export function parseSize(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  const match = typeof value === 'string' ? /^(\d+)\s*(b|kb|mb|gb)$/i.exec(value) : null;
  if (!match) return undefined;
  const power = ['b', 'kb', 'mb', 'gb'].indexOf((match[2] ?? '').toLowerCase());
  return Number(match[1]) * 1024 ** power;
}

function readBody(document: JsonObject, value: Json | undefined): RequestBody | undefined {
  const body = deref(document, value);
  if (!isObject(body)) return undefined;
  return { required: body.required === true, media: readMedia(document, objectIn(body, 'content')) };
}

function readMedia(document: JsonObject, content: JsonObject): MediaType[] {
  return Object.entries(content).map(([name, written]) => {
    const type = name.toLowerCase();
    const value = deref(document, written);
    const media = isObject(value) ? value : {};
    return {
      type,
      isJson: isJsonType(type) || (isAnyJson(type) && isStructured(document, media.schema)),
      isText: type.startsWith('text/') || (isFormType(type) && isWholeText(document, media.schema)),
      schema: media.schema,
      form: readForm(document, type, media),
    };
  });
}

/** Whether a range covers JSON. */
function isAnyJson(type: string): boolean {
  return /^(\*|application)\/\*(\+json)?(;|$)/.test(type);
}

/** Whether values of a schema are more than a text, so that what they are made of is JSON. */
function isStructured(document: JsonObject, schema: Json | undefined): boolean {
  const { object, array } = shapeOf(document, schema);
  return object || array;
}

function readReplies(document: JsonObject, method: string, responses: JsonObject): Reply[] {
  const replies: Reply[] = [];
  for (const [status, item] of Object.entries(responses)) {
    const value = deref(document, item);
    const key = isObject(value) ? statusKey(status, objectIn(value, 'content')) : undefined;
    if (key === undefined) continue;
    const requiredHeaders = Object.entries(objectIn(value, 'headers'))
      .filter(([, header]) => objectIn({ header: deref(document, header) ?? null }, 'header').required === true)
      .map(([name]) => name.toLowerCase());
    replies.push({
      status: key,
      description: stringIn(value, 'description'),
      media: hasNoBody(method, status) ? [] : readMedia(document, objectIn(value, 'content')),
      requiredHeaders,
    });
  }
  return replies;
}

/** A `default` that is a problem is in no union: handlers and clients throw it. */
function statusKey(status: string, content: JsonObject): StatusKey | undefined {
  if (/^[2-5]\d\d$/.test(status)) return Number(status);
  const isProblem = Object.keys(content).join() === 'application/problem+json';
  return ranges.find(range => range === status) ?? (status === 'default' && !isProblem ? 'default' : undefined);
}

const ranges = ['2XX', '3XX', '4XX', '5XX'] as const;

function readSecurity(value: Json | undefined): Record<string, string[]>[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter(isObject)
    .map(alternative =>
      Object.fromEntries(Object.keys(alternative).map(name => [schemeName(name), stringsIn(alternative, name)])),
    );
}

/** The name of a scheme, or a reference to one (OpenAPI 3.2, Security Requirement Object). */
function schemeName(written: string): string {
  return written.startsWith('#/components/securitySchemes/') ? (parsePointer(written).at(-1) ?? written) : written;
}

function audienceOf(value: Json | undefined): Audience {
  return value === 'public' || value === 'admin' ? value : 'internal';
}

function idempotencyOf(value: Json | undefined): Idempotency | undefined {
  return value === 'required' || value === 'optional' || value === 'natural' ? value : undefined;
}
