import { isObject } from '../../kit/api/request-body.ts';
import { type Doc, resolve, textOf } from './schema-tree.ts';

export interface Content {
  type: string;
  schema: unknown;
  examples: readonly { name: string; value: unknown }[];
}

export interface Parameter {
  name: string;
  place: string;
  required: boolean;
  description: string | undefined;
  schema: unknown;
  example: unknown;
}

export interface Answer {
  status: string;
  description: string | undefined;
  contents: readonly Content[];
}

export interface Operation {
  id: string;
  method: string;
  path: string;
  tag: string;
  summary: string;
  description: string | undefined;
  /** Who may call it, in words. */
  callers: readonly string[];
  /** How it may be repeated and kept, in words. */
  promises: readonly string[];
  parameters: readonly Parameter[];
  request: readonly Content[];
  answers: readonly Answer[];
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** The operations of an OpenAPI document, in the order of its tags, then of paths. */
export function operationsOf(document: Doc): Operation[] {
  const paths = isObject(document.paths) ? document.paths : {};
  const operations = Object.entries(paths).flatMap(([path, value]) => {
    const item = resolve(document, value);
    return methods.flatMap(method =>
      isObject(item[method]) ? [operationOf(document, method, path, item, item[method])] : [],
    );
  });
  const tags = tagsOf(document).map(({ name }) => name);
  const place = ({ tag }: Operation) => (tags.includes(tag) ? tags.indexOf(tag) : tags.length);
  return operations.sort(
    (one, other) =>
      place(one) - place(other) ||
      compare(one.path, other.path) ||
      methods.indexOf(one.method) - methods.indexOf(other.method),
  );
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

export function tagsOf(document: Doc): { name: string; description: string | undefined }[] {
  return listOf(document.tags).flatMap(tag =>
    typeof tag.name === 'string' ? [{ name: tag.name, description: textOf(tag.description) }] : [],
  );
}

function operationOf(document: Doc, method: string, path: string, item: Doc, operation: Doc): Operation {
  const request = resolve(document, operation.requestBody);
  const [tag] = Array.isArray(operation.tags) ? operation.tags : [];
  return {
    id: textOf(operation.operationId) ?? `${method} ${path}`,
    method,
    path,
    tag: textOf(tag) ?? 'operations',
    summary: textOf(operation.summary) ?? '',
    description: textOf(operation.description),
    callers: callersOf(operation.security ?? document.security),
    promises: promisesOf(operation),
    parameters: [...listOf(item.parameters), ...listOf(operation.parameters)].map(value =>
      parameterOf(resolve(document, value)),
    ),
    request: contentsOf(document, request.content),
    answers: Object.entries(isObject(operation.responses) ? operation.responses : {})
      .map(([status, value]) => answerOf(document, status, resolve(document, value)))
      .sort((one, other) => compare(one.status, other.status)),
  };
}

function parameterOf(value: Doc): Parameter {
  return {
    name: textOf(value.name) ?? '',
    place: textOf(value.in) ?? '',
    required: value.required === true,
    description: textOf(value.description),
    schema: value.schema,
    example: value.example,
  };
}

function answerOf(document: Doc, status: string, value: Doc): Answer {
  return { status, description: textOf(value.description), contents: contentsOf(document, value.content) };
}

function contentsOf(document: Doc, content: unknown): Content[] {
  return Object.entries(isObject(content) ? content : {}).map(([type, value]) => {
    const media = isObject(value) ? value : {};
    return { type, schema: media.schema, examples: examplesOf(document, media) };
  });
}

/** The examples that stand with a body, else those of its schema. */
function examplesOf(document: Doc, media: Doc): Content['examples'] {
  if (media.example !== undefined) return [{ name: 'Example', value: media.example }];
  if (isObject(media.examples))
    return Object.entries(media.examples).map(([name, value]) => ({ name, value: resolve(document, value).value }));
  const schema = resolve(document, media.schema);
  return Array.isArray(schema.examples) ? schema.examples.map((value: unknown) => ({ name: 'Example', value })) : [];
}

const schemes: Readonly<Record<string, string>> = {
  service: 'our own services',
  orderToken: 'whoever holds the order’s token',
};

/** Who may call, out of the security requirements, any of which is enough. */
function callersOf(security: unknown): string[] {
  const found = listOf(security).flatMap(requirement => {
    const needed = Object.entries(requirement);
    if (needed.length === 0) return ['anybody'];
    return needed.map(([scheme, roles]) => {
      const names = Array.isArray(roles) ? roles.map(String) : [];
      if (scheme === 'session') return names.length > 0 ? `signed in as ${names.join(', ')}` : 'whoever is signed in';
      return `${schemes[scheme] ?? scheme}${names.length > 0 ? ` (${names.join(', ')})` : ''}`;
    });
  });
  return found.length > 0 ? found : ['anybody'];
}

const idempotency: Readonly<Record<string, string>> = {
  required: 'runs once for each Idempotency-Key, which it needs',
  optional: 'runs once for each Idempotency-Key, if there is one',
  natural: 'may be repeated: the second time changes nothing',
};

const gateways: Readonly<Record<string, string>> = {
  public: 'reachable by everybody through the gateway',
  admin: 'reachable by staff through the gateway',
  internal: 'between services only',
};

function promisesOf(operation: Doc): string[] {
  const cache = isObject(operation['x-cache']) ? operation['x-cache'] : undefined;
  const body = isObject(operation['x-body']) ? operation['x-body'] : undefined;
  return [
    gateways[String(operation['x-gateway'])],
    idempotency[String(operation['x-idempotency'])],
    cache && cacheText(cache),
    typeof body?.limit === 'string' ? `takes bodies up to ${body.limit}` : undefined,
    operation.deprecated === true ? 'deprecated' : undefined,
  ].filter(text => text !== undefined);
}

function cacheText({ maxAge, sMaxAge, staleWhileRevalidate, immutable, private: own, tags }: Doc): string {
  const parts = [
    immutable === true ? 'for ever' : undefined,
    typeof sMaxAge === 'number' ? `${sMaxAge} s by the edge` : undefined,
    typeof maxAge === 'number' ? `${maxAge} s by browsers${own === true ? ' only' : ''}` : undefined,
    typeof staleWhileRevalidate === 'number'
      ? `stale for ${staleWhileRevalidate} s more while it is fetched anew`
      : undefined,
  ].filter(text => text !== undefined);
  const purged = Array.isArray(tags) && tags.length > 0 ? `; purged by ${tags.join(', ')}` : '';
  return `kept ${parts.join(', ')}${purged}`;
}

function listOf(value: unknown): Doc[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
