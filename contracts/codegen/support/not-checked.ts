import { isObject, type Json, type JsonObject, stringIn } from '../document/json.ts';
import { visitKinds } from '../document/visit-kinds.ts';
import { closestName } from '../lint/closest-name.ts';
import type { Contract, ServiceRule } from '../lint/contract.ts';
import { eachOperation } from '../lint/contract.ts';
import { deref } from '../openapi/deref.ts';
import { isFormType } from '../openapi/form.ts';
import { shapeOf } from '../openapi/shape.ts';
import { isJsonType } from '../runtime/media-type.ts';
import { keywordStatus, schemaKeywords } from './keywords.ts';

/** What says nothing that a body of bytes or text could break. */
const unspecific = new Set(['type', 'format', 'contentEncoding', 'contentMediaType']);

/** Bodies that are neither JSON nor forms are handed over as they come, whatever their schema says. */
export const bodiesAsTheyCome: ServiceRule = eachOperation(({ at, body, replies, rawBody }, { service, report }) => {
  const check = (type: string, schema: Json | undefined, place: readonly string[]): void => {
    if (isJsonType(type) || (isFormType(type) && place.includes('requestBody')) || type.includes('*')) return;
    if (!constrains(service.document, schema)) return;
    report(
      'not-checked',
      [...place, 'content', type, 'schema'],
      `Bodies of ${type} are handed over as they come: nothing is checked against this schema. Write { type: string }, or JSON`,
    );
  };
  for (const { type, schema } of rawBody ? [] : (body?.media ?? [])) check(type, schema, [...at, 'requestBody']);
  for (const { status, media } of replies)
    for (const { type, schema } of media) check(type, schema, [...at, 'responses', String(status)]);
});

function constrains(document: JsonObject, schema: Json | undefined): boolean {
  const target = deref(document, schema);
  if (!isObject(target)) return false;
  const { type } = target;
  const isText = type === undefined || type === 'string' || (Array.isArray(type) && type.includes('string'));
  return (
    !isText || Object.keys(target).some(key => keywordStatus('schema', key) === 'implemented' && !unspecific.has(key))
  );
}

const implied: readonly [type: string, keywords: readonly string[]][] = [
  ['object', ['properties', 'patternProperties', 'minProperties', 'maxProperties']],
  ['array', ['items', 'prefixItems']],
];
const decisive = ['type', 'enum', 'const', '$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'if', '$dynamicRef'];

/** What a schema says of objects or arrays does not say that the value is one. */
export function impliedType({ bundle: { document }, report }: Contract): void {
  eachWholeSchema(document, (schema, path) => {
    if (decisive.some(keyword => schema[keyword] !== undefined)) return;
    for (const [type, keywords] of implied) {
      const key = keywords.find(keyword => schema[keyword] !== undefined);
      if (key === undefined) continue;
      const message = `\`${key}\` without \`type: ${type}\` also lets through whatever is no ${type}: write the type`;
      report('not-checked', [...path, key], message);
      return;
    }
  });
}

/** Schemas that say alone what a value is: no parts of a composition, whose whole may have the type. */
function eachWholeSchema(
  document: JsonObject,
  visit: (schema: JsonObject, path: readonly (string | number)[]) => void,
): void {
  visitKinds(document, 'document', (schema, kind, path) => {
    const isPart = path.some((key, index) => partKeywords.has(String(key)) && index >= path.length - 2);
    if (kind === 'schema' && !isPart && !isReferredByPart(document, path)) visit(schema, path);
  });
}

const partKeywords = new Set(['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentSchemas']);

const parts = new WeakMap<JsonObject, Set<string>>();

/** Whether a component is a part of some composition. */
function isReferredByPart(document: JsonObject, path: readonly (string | number)[]): boolean {
  if (path.length !== 3 || path[0] !== 'components') return false;
  const found = parts.get(document) ?? partReferences(document);
  parts.set(document, found);
  return found.has(`#/components/schemas/${String(path[2])}`);
}

/** The references that are parts of compositions: what `impliedType` says of components depends on them. */
export function partReferences(document: JsonObject): Set<string> {
  const names = new Set<string>();
  visitKinds(document, 'document', (schema, kind, at) => {
    const ref = kind === 'schema' ? stringIn(schema, '$ref') : undefined;
    if (ref !== undefined && partKeywords.has(String(at.at(-2)))) names.add(ref);
  });
  return names;
}

/** A keyword that no specification has is most often a misspelt one, which then checks nothing. */
export function unknownKeywords({ bundle: { document }, report }: Contract): void {
  visitKinds(document, 'document', (schema, kind, path) => {
    if (kind !== 'schema') return;
    for (const key of Object.keys(schema)) {
      if (keywordStatus('schema', key) !== undefined) continue;
      const meant = closestName(key, schemaKeywords);
      const hint = meant === undefined ? '' : `. Is ${meant} meant?`;
      report('not-checked', [...path, key], `No specification has the keyword ${key}: nothing is made of it${hint}`);
    }
  });
}

/** What a response header says of its value: services write headers as text. */
export const responseHeaders: ServiceRule = ({ service: { document }, report }) => {
  visitKinds(document, 'document', (header, kind, path) => {
    if (kind !== 'header' || !path.includes('responses') || header.$ref !== undefined) return;
    const key = header.content === undefined ? 'schema' : 'content';
    const schema = deref(document, header.schema);
    const { array, object } = shapeOf(document, header.schema);
    const isLimited = isObject(schema) && Object.keys(schema).some(name => limits.has(name));
    if (key === 'schema' && !isLimited && !array && !object) return;
    report('not-checked', [...path, key], 'Response headers are texts: nothing is checked against this schema');
  });
};

const limits = new Set(['pattern', 'enum', 'const', 'minimum', 'maximum', 'minLength', 'maxLength', 'properties']);
