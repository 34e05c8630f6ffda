import type { JsonObject } from '../document/json.ts';
import { adminResourceName } from '../support/admin.ts';

export type ExtensionPlace = 'info' | 'operation' | 'channel' | 'schema';

export interface Extension {
  places: readonly ExtensionPlace[];
  /** JSON Schema of its values; `description` says what it means. */
  schema: JsonObject;
}

const text: JsonObject = { type: 'string' };
const texts: JsonObject = { type: 'array', items: text };
const seconds: JsonObject = { type: 'integer', minimum: 0 };
const flag: JsonObject = { type: 'boolean' };
const day: JsonObject = { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' };
const resourceName: JsonObject = { type: 'string', pattern: adminResourceName.source };
const members = (properties: JsonObject): JsonObject => ({ type: 'object', properties, additionalProperties: false });

/** The words that contracts may use beside those of the specifications. */
export const extensions: Readonly<Record<string, Extension>> = {
  'x-owner': {
    places: ['info'],
    schema: { type: 'string', minLength: 1, description: 'The team that the contract belongs to' },
  },
  'x-gateway': {
    places: ['operation'],
    schema: { enum: ['public', 'admin', 'internal'], description: 'Whom the gateway lets through' },
  },
  'x-idempotency': {
    places: ['operation'],
    schema: {
      enum: ['required', 'optional', 'natural'],
      description: 'How a mutation may be repeated: with an Idempotency-Key, or because repeating it changes nothing',
    },
  },
  'x-max-authentication-age': {
    places: ['operation'],
    schema: {
      type: 'integer',
      minimum: 1,
      description: 'How long ago whoever is signed in may have authenticated, in seconds (RFC 9470)',
    },
  },
  'x-compatibility': {
    places: ['channel'],
    schema: {
      enum: ['BACKWARD', 'FORWARD', 'FULL'].flatMap(mode => [mode, `${mode}_TRANSITIVE`]),
      description: 'How the schemas of a topic may change',
    },
  },
  'x-visible-to': {
    places: ['channel'],
    schema: {
      type: 'object',
      propertyNames: resourceName,
      additionalProperties: texts,
      description: 'The roles that are notified of a change, by resource: { orders: [admin, support] }',
    },
  },
  'x-secret': {
    places: ['schema'],
    schema: { ...flag, description: 'Whether the value is a secret, which nobody writes down: no log, no audit log' },
  },
  'x-deprecated': {
    places: ['operation'],
    schema: { ...day, description: 'Since when a deprecated operation is deprecated (RFC 9745)' },
  },
  'x-sunset': {
    places: ['operation'],
    schema: { ...day, description: 'The last day on which a deprecated operation works (RFC 8594)' },
  },
  'x-cache': {
    places: ['operation'],
    schema: {
      ...members({
        maxAge: seconds,
        sMaxAge: seconds,
        staleWhileRevalidate: seconds,
        immutable: flag,
        private: flag,
        tags: texts,
      }),
      description: 'Cache-Control of the answer in seconds, and the tags that purge it',
    },
  },
  'x-body': {
    places: ['operation'],
    schema: {
      ...members({
        limit: { anyOf: [{ type: 'number' }, { type: 'string', pattern: '^\\d+\\s*([bB]|[kKmMgG][bB])$' }] },
        raw: flag,
      }),
      description: 'How much a request may hold (256kb), and whether the handler gets its bytes as they came',
    },
  },
  'x-admin': {
    places: ['operation'],
    schema: {
      ...members({
        resource: resourceName,
        title: text,
        key: texts,
        label: text,
        columns: texts,
        filters: texts,
        search: text,
        sort: text,
        references: { type: 'object' },
        operations: { type: 'object' },
      }),
      description: 'What a console shows of this list',
    },
  },
};

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** A JSON Schema for editors: what contracts may say in these words, wherever they may; everything else is free. */
export function editorSchema(): JsonObject {
  const at = (place: ExtensionPlace): JsonObject => {
    const there = Object.entries(extensions).filter(([, { places }]) => places.includes(place));
    return { properties: Object.fromEntries(there.map(([name, { schema }]) => [name, schema])) };
  };
  const operations = Object.fromEntries(methods.map(method => [method, { $ref: '#/$defs/operation' }]));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Extensions of OpenAPI and AsyncAPI that covenant reads',
    $defs: { operation: at('operation'), channel: at('channel') },
    properties: {
      info: at('info'),
      paths: { additionalProperties: { properties: operations } },
      channels: { additionalProperties: { $ref: '#/$defs/channel' } },
    },
  };
}
