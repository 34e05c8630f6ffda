/** What becomes of a keyword: it is carried through, or it says nothing that code could keep to. */
export type KeywordStatus = 'implemented' | 'documentation';

interface Keywords {
  implemented: readonly string[];
  /** What the specification itself gives no effect: descriptions, annotations, examples. */
  documentation: readonly string[];
}

const words = (text: string): string[] => text.split(/\s+/);

const reference = ['$ref'];

/** The keywords of JSON Schema 2020-12, of OpenAPI's Schema Object in 3.0 to 3.2, and of draft-07. */
const schema: Keywords = {
  implemented: words(
    `$ref $dynamicRef $anchor $dynamicAnchor $id $defs definitions type enum const format default multipleOf maximum
    exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems maxContains
    minContains maxProperties minProperties required dependentRequired dependentSchemas dependencies items prefixItems
    additionalItems contains additionalProperties properties patternProperties propertyNames unevaluatedItems
    unevaluatedProperties allOf anyOf oneOf not if then else discriminator nullable readOnly writeOnly $schema`,
  ),
  documentation: words(
    `title description examples example deprecated externalDocs xml $comment $vocabulary contentEncoding
    contentMediaType contentSchema`,
  ),
};

/** By kind of object, as \`document/grammar.ts\` calls them. */
const keywords: Readonly<Record<string, Keywords>> = {
  document: {
    implemented: words(
      'openapi asyncapi info paths webhooks components security channels operations defaultContentType jsonSchemaDialect',
    ),
    documentation: words('servers tags externalDocs id'),
  },
  components: {
    implemented: words(
      `schemas responses parameters requestBodies headers securitySchemes callbacks pathItems mediaTypes channels
      operations messages messageTraits operationTraits replies replyAddresses correlationIds channelBindings
      messageBindings`,
    ),
    documentation: words('examples links servers serverVariables serverBindings operationBindings tags externalDocs'),
  },
  pathItem: {
    implemented: [...reference, ...words('parameters get put post delete options head patch trace')],
    documentation: words('summary description servers'),
  },
  operation: {
    implemented: words('operationId parameters requestBody responses callbacks security tags'),
    documentation: words('summary description externalDocs deprecated servers'),
  },
  response: { implemented: words('$ref headers content'), documentation: words('description summary links') },
  requestBody: { implemented: words('$ref content required'), documentation: words('description') },
  parameter: {
    implemented: words('$ref name in required schema content style explode allowReserved allowEmptyValue'),
    documentation: words('description deprecated example examples summary'),
  },
  header: {
    implemented: words('$ref required schema content style explode'),
    documentation: words('description deprecated example examples summary'),
  },
  mediaType: { implemented: words('$ref schema encoding'), documentation: words('example examples') },
  encoding: {
    implemented: words('contentType style explode allowReserved'),
    documentation: words('description'),
  },
  schema,
  discriminator: { implemented: words('propertyName mapping'), documentation: [] },
  multiFormatSchema: { implemented: words('schemaFormat schema'), documentation: [] },
  channel: {
    implemented: words('$ref address messages parameters bindings'),
    documentation: words('title summary description servers tags externalDocs'),
  },
  addressParameter: {
    implemented: words('$ref enum default location'),
    documentation: words('description examples'),
  },
  asyncOperation: {
    implemented: words('$ref action channel messages traits reply'),
    documentation: words('title summary description security tags externalDocs bindings'),
  },
  reply: { implemented: words('$ref address channel messages'), documentation: [] },
  message: {
    implemented: words('$ref headers payload correlationId contentType name traits bindings'),
    documentation: words('title summary description tags externalDocs examples'),
  },
};

/** Kinds whose keys are all documentation, or names of the author's. */
const free = new Set(['leaf', 'pointer', 'server', 'paths', 'responses', 'callback', 'messageBindings']);

/** What becomes of a keyword of an object; undefined for one that no specification has. */
export function keywordStatus(kind: string, key: string): KeywordStatus | undefined {
  if (key.startsWith('x-')) return 'documentation';
  const known = keywords[kind];
  if (!known || free.has(kind)) return 'documentation';
  if (known.implemented.includes(key)) return 'implemented';
  return known.documentation.includes(key) ? 'documentation' : undefined;
}

/** The keywords of a schema that some specification has. */
export const schemaKeywords: readonly string[] = [...schema.implemented, ...schema.documentation];
