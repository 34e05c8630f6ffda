import type { JsonObject } from './json.ts';

const subschemaKeywords = [
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'items',
  'prefixItems',
  'additionalItems',
  'contains',
  'additionalProperties',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contentSchema',
];
const schemaMapKeywords = ['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions'];

/**
 * What stands where in OpenAPI 3.0, 3.1, 3.2 and AsyncAPI 3: by kind of object, the kind under each of its keys.
 * `{kind}` is a map whose keys are names of the author's; `*` stands for every other key that is no extension. A key
 * that is not listed holds data: examples, defaults, constants, extensions. Nothing in data is a reference.
 */
const grammar: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  document: {
    paths: 'paths',
    webhooks: '{pathItem}',
    components: 'components',
    channels: '{channel}',
    operations: '{asyncOperation}',
    servers: '{server}',
  },
  components: {
    schemas: '{payload}',
    responses: '{response}',
    parameters: '{parameter}',
    examples: '{leaf}',
    requestBodies: '{requestBody}',
    headers: '{header}',
    securitySchemes: '{leaf}',
    links: '{leaf}',
    callbacks: '{callback}',
    pathItems: '{pathItem}',
    mediaTypes: '{mediaType}',
    servers: '{server}',
    channels: '{channel}',
    operations: '{asyncOperation}',
    messages: '{message}',
    messageTraits: '{message}',
    operationTraits: '{asyncOperation}',
    replies: '{reply}',
    replyAddresses: '{leaf}',
    correlationIds: '{leaf}',
    serverBindings: '{leaf}',
    channelBindings: '{leaf}',
    operationBindings: '{leaf}',
    messageBindings: '{messageBindings}',
    tags: '{leaf}',
    externalDocs: '{leaf}',
    serverVariables: '{leaf}',
  },
  paths: { '*': 'pathItem' },
  pathItem: {
    parameters: 'parameter',
    get: 'operation',
    put: 'operation',
    post: 'operation',
    delete: 'operation',
    options: 'operation',
    head: 'operation',
    patch: 'operation',
    trace: 'operation',
    query: 'operation',
    additionalOperations: '{operation}',
  },
  operation: {
    parameters: 'parameter',
    requestBody: 'requestBody',
    responses: 'responses',
    callbacks: '{callback}',
  },
  callback: { '*': 'pathItem' },
  responses: { '*': 'response' },
  response: { headers: '{header}', content: '{mediaType}', links: '{leaf}' },
  requestBody: { content: '{mediaType}' },
  parameter: { schema: 'schema', content: '{mediaType}', examples: '{leaf}' },
  header: { schema: 'schema', content: '{mediaType}', examples: '{leaf}' },
  mediaType: {
    schema: 'schema',
    itemSchema: 'schema',
    examples: '{leaf}',
    encoding: '{encoding}',
    prefixEncoding: 'encoding',
    itemEncoding: 'encoding',
  },
  encoding: { headers: '{header}', encoding: '{encoding}', prefixEncoding: 'encoding', itemEncoding: 'encoding' },
  schema: {
    ...Object.fromEntries(subschemaKeywords.map(keyword => [keyword, 'schema'])),
    ...Object.fromEntries(schemaMapKeywords.map(keyword => [keyword, '{schema}'])),
    discriminator: 'discriminator',
  },
  discriminator: { mapping: '{mapping}', defaultMapping: 'mapping' },
  multiFormatSchema: { schema: 'schema' },
  server: { variables: '{leaf}', security: 'leaf', tags: 'leaf', bindings: 'leaf' },
  channel: {
    messages: '{message}',
    parameters: '{addressParameter}',
    servers: 'pointer',
    bindings: 'leaf',
    tags: 'leaf',
    externalDocs: 'leaf',
  },
  asyncOperation: {
    channel: 'pointer',
    messages: 'pointer',
    traits: 'asyncOperation',
    reply: 'reply',
    security: 'leaf',
    bindings: 'leaf',
    tags: 'leaf',
    externalDocs: 'leaf',
  },
  reply: { channel: 'pointer', messages: 'pointer', address: 'leaf' },
  message: {
    headers: 'payload',
    payload: 'payload',
    correlationId: 'leaf',
    traits: 'message',
    bindings: 'messageBindings',
    tags: 'leaf',
    externalDocs: 'leaf',
  },
  messageBindings: { kafka: 'kafkaMessageBinding' },
  kafkaMessageBinding: { key: 'schema' },
  /** Of the address of a channel (AsyncAPI 3.0, Parameter Object). */
  addressParameter: {},
  leaf: {},
  /** A reference that names an object instead of standing for it. */
  pointer: {},
};

export const data = 'data';

/** The kind under a key of an object; `data` where nothing is a reference. */
export function kindUnder(kind: string, key: string): string {
  const fields = grammar[kind];
  if (!fields) return data;
  if (Object.hasOwn(fields, key)) return fields[key] ?? data;
  return key.startsWith('x-') ? data : (fields['*'] ?? data);
}

/** The kind of the entries of a map, undefined for what is no map. */
export function kindOfEntries(kind: string): string | undefined {
  return entryKinds.get(kind);
}

const entryKinds = new Map(
  Object.values(grammar)
    .flatMap(fields => Object.values(fields))
    .filter(kind => kind.startsWith('{'))
    .map(kind => [kind, kind.slice(1, -1)]),
);

/** The kind of the components in a section such as `schemas`; undefined for one that there is not. */
export function componentKind(section: string): string | undefined {
  return kindOfEntries(grammar.components?.[section] ?? '');
}

/**
 * The kind of an object where the grammar leaves a choice: a payload is a schema, or AsyncAPI's Multi Format Schema
 * Object; schemas of other languages (Avro, Protobuf) hold no references of ours. A parameter that is in nothing is one
 * of an address.
 */
export function kindOf(kind: string, value: JsonObject): string {
  if (kind === 'parameter') return 'in' in value || 'name' in value || '$ref' in value ? kind : 'addressParameter';
  if (kind !== 'payload') return kind;
  if (!('schemaFormat' in value)) return 'schema';
  return /avro|protobuf|raml|xml/i.test(String(value.schemaFormat)) ? data : 'multiFormatSchema';
}
