import { isObject, type Json, type JsonObject, objectIn, parsePointer, refOf, stringIn } from '../document/json.ts';
import { isStyle, type ParameterPlace, styleOf } from '../runtime/parameter-style.ts';
import { defaultOf } from './defaults.ts';
import { deref } from './deref.ts';
import type { Parameter, Schema } from './service.ts';
import { declaredProperties, isOpen, listPaths, shapeOf } from './shape.ts';

/** A parameter as it is written, and where. */
export interface WrittenParameter {
  value: Json;
  at: string[];
}

/** "The parameter definition SHALL be ignored": OpenAPI 3.1.1, Parameter Object, `name`. */
export const ignoredHeaders: readonly string[] = ['accept', 'content-type', 'authorization'];

/** The parameters of an operation; those written later replace earlier ones of the same place and name. */
export function readParameters(document: JsonObject, written: WrittenParameter[]): Parameter[] {
  const parameters = new Map<string, Parameter>();
  for (const item of written) {
    const parameter = readParameter(document, item);
    if (!parameter || (parameter.place === 'header' && ignoredHeaders.includes(parameter.name))) continue;
    parameters.set(`${parameter.place} ${parameter.name}`, parameter);
  }
  return [...parameters.values()];
}

/**
 * Undefined for what is no parameter, such as one without a name. A `querystring` (OpenAPI 3.2) that is a form is the
 * object that takes every name of the query; what else it may be is not supported (support/querystring.ts).
 */
export function readParameter(document: JsonObject, { value: item, at }: WrittenParameter): Parameter | undefined {
  const value = deref(document, item);
  const place = placeOf(stringIn(value, 'in'));
  const isQuerystring = stringIn(value, 'in') === 'querystring';
  const written = stringIn(value, 'name');
  if (!isObject(value) || !place || written === undefined) return undefined;
  const [media] = Object.entries(objectIn(value, 'content'));
  const schema = media === undefined ? (value.schema ?? {}) : (objectIn({ media: media[1] }, 'media').schema ?? {});
  const name = place === 'header' ? written.toLowerCase() : written;
  const style = isQuerystring ? 'form' : stringIn(value, 'style');
  const known = style !== undefined && isStyle(style) ? { style } : {};
  const encoding = { name, place, ...known, ...(typeof value.explode === 'boolean' && { explode: value.explode }) };
  const ref = refOf(item);
  return {
    name,
    place,
    required: place === 'path' || value.required === true,
    schema: value.allowEmptyValue === true && place === 'query' ? orEmpty(document, schema) : schema,
    hasDefault: defaultOf(document, schema) !== undefined,
    description: stringIn(value, 'description'),
    writtenStyle: style,
    ...styleOf(encoding),
    ...shapeFields(document, schema, style === 'deepObject'),
    content: isQuerystring ? undefined : media?.[0].toLowerCase(),
    reserved: value.allowReserved === true,
    at: ref === undefined ? at : parsePointer(ref),
  };
}

/** What a schema says of the shape of a value that travels. */
export function shapeFields(
  document: JsonObject,
  schema: Schema,
  isDeep: boolean,
): Pick<Parameter, 'type' | 'single' | 'properties' | 'open' | 'arrays'> {
  const shape = shapeOf(document, schema);
  const type = shape.object ? 'object' : shape.array ? 'array' : undefined;
  return {
    type,
    single: type !== undefined && shape.single,
    properties: type === 'object' ? [...declaredProperties(document, schema).keys()] : [],
    open: type === 'object' && isOpen(document, schema),
    arrays: type === 'object' || (type === 'array' && isDeep) ? listPaths(document, schema) : [],
  };
}

/** `allowEmptyValue`: the parameter may stand there without a value, whatever its schema says. */
function orEmpty(document: JsonObject, schema: Schema): Schema {
  const target = deref(document, schema);
  const isAnyText = isObject(target) && target.type === 'string' && Object.keys(target).every(key => free.has(key));
  if (isAnyText) return schema;
  const fallback = defaultOf(document, schema);
  return { anyOf: [{ const: '' }, schema], ...(fallback !== undefined && { default: fallback }) };
}

const free = new Set(['type', 'default', 'description', 'example', 'examples', 'title', 'deprecated']);

function placeOf(value: string | undefined): ParameterPlace | undefined {
  if (value === 'querystring') return 'query';
  return value === 'path' || value === 'query' || value === 'header' || value === 'cookie' ? value : undefined;
}
