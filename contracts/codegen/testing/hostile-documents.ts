import type { JsonObject } from '../document/json.ts';

/** Gives the next text of a document; each differs from those before. */
export type NextText = () => string;

/** An OpenAPI document of everything that text of an author's goes into, all of it from `next`. */
export function hostileOpenapi(next: NextText, scheme: string): JsonObject {
  const schema = next();
  const tagged = next();
  const cat = `c${next()}`;
  const dog = `d${next()}`;
  const property = next();
  const key = next();
  const cookie = next();
  const filter = next();
  const choice = next();
  const path = `/a/${next().replace(/[{}?#/]/g, '')}/{${key.replace(/[{}?#/]/g, '')}}`;
  const ref = (name: string) => ({
    $ref: `#/components/schemas/${encodeURIComponent(name.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'))}`,
  });
  const about = () => ({ title: next(), description: next(), $comment: next(), 'x-note': next(), examples: [next()] });
  return {
    openapi: '3.1.1',
    info: { title: next(), version: next(), description: next(), license: { name: next() }, 'x-owner': next() },
    servers: [{ url: next(), description: next() }],
    tags: [{ name: next(), description: next() }],
    paths: {
      '/notes': { get: adminList(next, scheme, filter, ref(schema.toWellFormed())) },
      [`/notes/{id}/${next()
        .replace(/[{}?#/]/g, '')
        .toWellFormed()}`]: {
        post: {
          operationId: next(),
          'x-gateway': 'admin',
          security: [{ [scheme]: [next()] }],
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          requestBody: { content: { 'application/json': { schema: ref(schema.toWellFormed()) } } },
          responses: { '204': { description: next() } },
        },
      },
      [path.toWellFormed()]: {
        summary: next(),
        post: {
          operationId: next(),
          tags: [next()],
          summary: next(),
          description: next(),
          'x-gateway': 'admin',
          'x-idempotency': 'natural',
          'x-cache': { maxAge: 1, tags: [next()] },
          security: [{ [scheme]: [next(), next()] }],
          parameters: [
            {
              name: key.replace(/[{}?#/]/g, '').toWellFormed(),
              in: 'path',
              required: true,
              description: next(),
              schema: { type: 'string', ...about() },
            },
            {
              name: next(),
              in: 'query',
              description: next(),
              schema: { type: 'string', ...about(), enum: [choice, next()], default: choice },
            },
            { name: cookie.replace(/[=;,\s]/g, ''), in: 'cookie', schema: { type: 'string', const: next() } },
            { name: 'X-Note', in: 'header', description: next(), schema: { type: 'string', default: next() } },
          ],
          requestBody: {
            required: true,
            description: next(),
            content: {
              'application/json': { schema: ref(schema.toWellFormed()), example: { [next()]: next() } },
            },
          },
          responses: {
            '200': {
              description: next(),
              headers: { 'X-Note': { required: true, description: next(), schema: { type: 'string' } } },
              content: { 'application/json': { schema: { type: 'array', items: ref(tagged.toWellFormed()) } } },
            },
            '404': { description: next(), content: { 'text/plain': { schema: { type: 'string', ...about() } } } },
          },
        },
      },
    },
    components: {
      securitySchemes: {
        [scheme]: { type: 'apiKey', in: 'header', name: next(), description: next() },
        [next()]: { type: 'http', scheme: next(), description: next() },
      },
      schemas: {
        [schema.toWellFormed()]: {
          type: 'object',
          ...about(),
          required: [property],
          properties: {
            [property]: { type: 'string', ...about(), default: next() },
            [next()]: { const: next() },
            [next()]: { enum: [next(), 1, null, { [next()]: next() }] },
            [next()]: { type: 'string', 'x-typescript-type': `${next()}`, pattern: '^[a-z*/"\'`]+$' },
            [next()]: { type: 'string', contentMediaType: next(), deprecated: true },
          },
          patternProperties: { '^x-[*/"\'`]': { type: 'string', description: next() } },
          dependentRequired: { [next()]: [next()] },
          additionalProperties: { type: 'number', ...about() },
        },
        [tagged.toWellFormed()]: {
          oneOf: [ref(cat.toWellFormed()), ref(dog.toWellFormed())],
          description: next(),
        },
        [cat.toWellFormed()]: { type: 'object', required: ['kind'], properties: { kind: { const: next() } } },
        [dog.toWellFormed()]: { type: 'object', required: ['kind'], properties: { kind: { const: next() } } },
      },
    },
  };
}

/** A list that is a resource of the console. */
function adminList(next: NextText, scheme: string, filter: string, row: JsonObject): JsonObject {
  return {
    operationId: next(),
    summary: next(),
    'x-gateway': 'admin',
    'x-admin': { resource: 'notes', title: next(), key: [next()], label: next(), filters: [filter], sort: next() },
    security: [{ [scheme]: [next()] }],
    parameters: [
      { name: filter, in: 'query', description: next(), schema: { type: 'string', title: next(), enum: [next()] } },
    ],
    responses: {
      '200': {
        description: next(),
        content: {
          'application/json': {
            schema: { type: 'object', required: ['items'], properties: { items: { type: 'array', items: row } } },
          },
        },
      },
    },
  };
}

/** An AsyncAPI document in the same manner. */
export function hostileAsyncapi(next: NextText): JsonObject {
  const channel = next().toWellFormed();
  const message = `m${next().toWellFormed()}`;
  const property = next();
  return {
    asyncapi: '3.0.0',
    info: { title: next(), version: next(), description: next(), 'x-owner': next() },
    channels: {
      [channel]: {
        title: next(),
        description: next(),
        address: next().replace(/[{}]/g, ''),
        messages: {
          [message]: {
            summary: next(),
            description: next(),
            title: next(),
            name: next(),
            payload: {
              type: 'object',
              description: next(),
              required: [property],
              properties: { [property]: { type: 'string', enum: [next(), next()], description: next() } },
            },
          },
        },
        bindings: { kafka: { partitions: 1, topicConfiguration: { 'cleanup.policy': [next()], [next()]: next() } } },
        'x-compatibility': 'FULL',
      },
    },
    operations: { [next()]: { action: 'send', summary: next(), channel: { $ref: refTo('channels', channel) } } },
  };
}

function refTo(...keys: string[]): string {
  return `#/${keys.map(key => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
}
