import { isObject } from '../../kit/api/request-body.ts';

export type Doc = Readonly<Record<string, unknown>>;

/** A schema as a reader needs it: one line, and what is inside. */
export interface SchemaNode {
  name: string;
  /** `string`, `integer or null`, `Money`, `list of OrderLine`. */
  type: string;
  required: boolean;
  description: string | undefined;
  /** What a value must keep to: `one of draft, active`, `at most 64 characters`. */
  notes: readonly string[];
  children: readonly SchemaNode[];
}

/** Follows `$ref` within the document; what stands beside the reference counts too. */
export function resolve(document: Doc, value: unknown, hops = 0): Doc {
  if (!isObject(value)) return {};
  const reference = value.$ref;
  if (typeof reference !== 'string' || hops > 20) return value;
  const { $ref: _, ...beside } = value;
  return { ...resolve(document, lookUp(document, reference), hops + 1), ...beside };
}

/** What a reference is called: `#/components/schemas/Money` is `Money`. */
export function nameOfReference(value: unknown): string | undefined {
  return isObject(value) && typeof value.$ref === 'string' ? value.$ref.split('/').at(-1) : undefined;
}

function lookUp(document: Doc, reference: string): unknown {
  const parts = reference.replace(/^#\//, '').split('/');
  return parts.reduce<unknown>((value, part) => (isObject(value) ? value[unescaped(part)] : undefined), document);
}

const unescaped = (part: string) => decodeURIComponent(part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The tree of a schema; one that contains itself ends where it begins again. */
export function schemaTree(
  document: Doc,
  schema: unknown,
  name = '',
  required = true,
  inside: readonly string[] = [],
): SchemaNode {
  const reference = nameOfReference(schema);
  const merged = mergeAll(document, resolve(document, schema));
  const isAgain = reference !== undefined && inside.includes(reference);
  const within = reference === undefined ? inside : [...inside, reference];
  const item = itemOf(document, merged);
  return {
    name,
    required,
    type: typeOf(document, schema, merged),
    description: textOf(merged.description),
    notes: [...notesOf(merged), ...(item ? notesOf(item) : []), ...(isAgain ? ['as above'] : [])],
    children: isAgain ? [] : childrenOf(document, merged, within),
  };
}

/** The parts of an `allOf` as one object. */
function mergeAll(document: Doc, schema: Doc): Doc {
  if (!Array.isArray(schema.allOf)) return schema;
  const { allOf, ...own } = schema;
  const parts = [...allOf, own].map(part => mergeAll(document, resolve(document, part)));
  const merged = Object.assign({}, ...parts);
  const properties = Object.assign({}, ...parts.map(part => (isObject(part.properties) ? part.properties : {})));
  const required = parts.flatMap(part => (Array.isArray(part.required) ? part.required : []));
  return { ...merged, type: 'object', properties, required };
}

function itemOf(document: Doc, schema: Doc): Doc | undefined {
  return schema.items === undefined ? undefined : mergeAll(document, resolve(document, schema.items));
}

function childrenOf(document: Doc, schema: Doc, inside: readonly string[]): SchemaNode[] {
  if (schema.items !== undefined) return schemaTree(document, schema.items, '', true, inside).children.slice();
  const choices = [schema.oneOf, schema.anyOf].find(Array.isArray);
  const variants = (choices ?? [])
    .filter(choice => resolve(document, choice).type !== 'null')
    .map((choice, index) => schemaTree(document, choice, `choice ${index + 1}`, false, inside));
  return [...variants, ...propertiesOf(document, schema, inside)];
}

function propertiesOf(document: Doc, schema: Doc, inside: readonly string[]): SchemaNode[] {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = (Array.isArray(schema.required) ? schema.required : []).filter(
    name => typeof name === 'string' && name in properties,
  );
  const names = [...new Set<string>([...required, ...Object.keys(properties)])];
  const known = names.map(name => schemaTree(document, properties[name], name, required.includes(name), inside));
  const { additionalProperties: others } = schema;
  return isObject(others) && Object.keys(others).length > 0
    ? [...known, schemaTree(document, others, 'any other name', false, inside)]
    : known;
}

function typeOf(document: Doc, schema: unknown, merged: Doc): string {
  if (schema === true) return 'anything';
  const name = nameOfReference(schema);
  if (merged.items !== undefined) return `list of ${typeOf(document, merged.items, itemOf(document, merged) ?? {})}`;
  if (name && (merged.properties || merged.oneOf || merged.anyOf)) return name;
  const types = [merged.type].flat().filter(type => typeof type === 'string');
  const plain =
    types.length > 0
      ? types.join(' or ')
      : Array.isArray(merged.oneOf ?? merged.anyOf)
        ? 'one of several'
        : guessed(merged);
  return typeof merged.format === 'string' ? `${plain} (${merged.format})` : plain;
}

function guessed({ const: only, enum: choices, properties }: Doc): string {
  if (only !== undefined) return typeof only;
  if (Array.isArray(choices)) return typeof choices[0];
  return properties ? 'object' : 'anything';
}

function notesOf(schema: Doc): string[] {
  const {
    const: only,
    enum: choices,
    pattern,
    default: fallback,
    minimum,
    maximum,
    minLength,
    maxLength,
    minItems,
    maxItems,
  } = schema;
  return [
    ...(only === undefined ? [] : [`always ${JSON.stringify(only)}`]),
    ...(Array.isArray(choices) ? [`one of ${choices.map(String).join(', ')}`] : []),
    ...span(minimum, maximum),
    ...span(minLength, maxLength, 'character', 'characters'),
    ...span(minItems, maxItems, 'entry', 'entries'),
    ...(typeof pattern === 'string' ? [`matches ${pattern}`] : []),
    ...(fallback === undefined ? [] : [`${JSON.stringify(fallback)} if left out`]),
    ...(schema.deprecated === true ? ['deprecated'] : []),
  ];
}

function span(least: unknown, most: unknown, one = '', many = ''): string[] {
  const text = (value: unknown) =>
    typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value.toLocaleString() : undefined;
  const from = text(least);
  const to = text(most);
  const unit = (to ?? from) === '1' ? one : many;
  const words = (phrase: string) => [`${phrase} ${unit}`.trim()];
  if (from !== undefined && to !== undefined) return words(from === to ? `exactly ${from}` : `${from} to ${to}`);
  if (from !== undefined) return words(`at least ${from}`);
  return to === undefined ? [] : words(`at most ${to}`);
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
