import { arrayIn, isObject, type Json, type JsonObject, objectIn, refOf, stringIn } from '../document/json.ts';
import { isJsonType, parseMediaType } from '../runtime/media-type.ts';
import { isStyle, styleOf } from '../runtime/parameter-style.ts';
import { deref } from './deref.ts';
import { shapeFields } from './read-parameter.ts';
import type { Form, FormField, Schema } from './service.ts';
import { declaredProperties, itemsOf, partsOf, shapeOf } from './shape.ts';

const urlencoded = 'application/x-www-form-urlencoded';

/** Whether a media type is a form that is read field by field. */
export function isFormType(type: string): boolean {
  const { essence } = parseMediaType(type);
  return essence === urlencoded || essence === 'multipart/form-data';
}

/** Whether a form is one text for its readers, which nothing splits into fields. */
export function isWholeText(document: JsonObject, schema: Json | undefined): boolean {
  const target = deref(document, schema);
  return isObject(target) && target.type === 'string' && target.format !== 'binary';
}

/**
 * The fields of a body that is a form: OpenAPI 3.1.1, Encoding Object. Undefined where its schema says nothing about
 * them: then the body is bytes.
 */
export function readForm(document: JsonObject, type: string, media: JsonObject): Form | undefined {
  const { schema } = media;
  if (!isFormType(type) || !isObject(schema) || !shapeOf(document, schema).object) return undefined;
  const isMultipart = parseMediaType(type).essence !== urlencoded;
  const encodings = objectIn(media, 'encoding');
  const fields = [...declaredProperties(document, schema)].map(([name, value]) =>
    readField(document, name, value, objectIn(encodings, name), isMultipart),
  );
  const rest = partsOf(document, schema).map(part => part.additionalProperties);
  const open = rest.find(value => value !== undefined && value !== false);
  const isFree = fields.length === 0 && !rest.includes(false);
  return {
    fields,
    others:
      open === undefined && !isFree
        ? undefined
        : readField(document, '', isObject(open) ? open : { type: 'string' }, {}, isMultipart),
    checked: replaceFields(document, schema, field => (field.file || field.json ? true : undefined), fields),
  };
}

/** The schema of a form in which files have another one. */
export function withFileSchemas(document: JsonObject, schema: Schema, { fields }: Form, file: JsonObject): Schema {
  return fields.some(field => field.file)
    ? replaceFields(document, schema, field => (field.file ? file : undefined), fields)
    : schema;
}

function readField(
  document: JsonObject,
  name: string,
  schema: Json,
  encoding: JsonObject,
  isMultipart: boolean,
): FormField {
  const contentType = stringIn(encoding, 'contentType');
  const style = stringIn(encoding, 'style');
  const isStyled = style !== undefined || encoding.explode !== undefined || encoding.allowReserved !== undefined;
  const known = style !== undefined && isStyle(style) ? { style } : {};
  const explode = typeof encoding.explode === 'boolean' ? { explode: encoding.explode } : {};
  const shape = shapeOf(document, schema);
  const item = shape.array && !shape.object ? itemsOf(document, schema) : schema;
  const itemShape = shapeOf(document, item);
  const isJson =
    contentType !== undefined
      ? isJsonType(contentType)
      : !isStyled && !itemShape.single && (itemShape.object || itemShape.array);
  const file = isMultipart && !isJson && (isFile(document, item) || isTextOfBytes(document, item, contentType));
  return {
    name,
    schema,
    json: isJson,
    jsonSchema: item ?? true,
    file,
    ...fileLimits(document, file ? item : undefined, contentType),
    writtenStyle: style,
    contentType,
    textType: isMultipart && !isJson && !file ? textTypeOf(contentType) : undefined,
    hasHeaders:
      isMultipart && Object.keys(objectIn(encoding, 'headers')).some(header => !/^content-type$/i.test(header)),
    ...styleOf({ name, place: 'query', ...known, ...explode }),
    ...shapeFields(document, schema, style === 'deepObject'),
  };
}

/** The one media type that a text has beside `text/plain`; undefined where it has none, or a choice. */
function textTypeOf(contentType: string | undefined): string | undefined {
  const isOne = contentType !== undefined && !/[*,]/.test(contentType);
  return isOne && parseMediaType(contentType).essence !== 'text/plain' ? contentType.toLowerCase() : undefined;
}

/**
 * What a file may be: `encoding.contentType`, else `contentMediaType`; its length in bytes (OpenAPI 3.1.1,
 * Considerations for File Uploads: `maxLength` of binary data counts octets).
 */
function fileLimits(
  document: JsonObject,
  schema: Json | undefined,
  contentType: string | undefined,
): Pick<FormField, 'accepts' | 'maxBytes' | 'minBytes'> {
  if (schema === undefined) return { accepts: [], maxBytes: undefined, minBytes: undefined };
  const { contentMediaType, maxLength, minLength } = objectIn({ schema: deref(document, schema) ?? {} }, 'schema');
  const types = contentType ?? (typeof contentMediaType === 'string' ? contentMediaType : '*/*');
  return {
    accepts: types.split(',').map(type => type.trim().toLowerCase()),
    maxBytes: typeof maxLength === 'number' ? maxLength : undefined,
    minBytes: typeof minLength === 'number' && minLength > 0 ? minLength : undefined,
  };
}

/**
 * A string of bytes, or what says nothing of its type: in a multipart body that is a file (OpenAPI 3.1.1, Encoding
 * Object).
 */
function isFile(document: JsonObject, schema: Json | undefined): boolean {
  const target = deref(document, schema);
  if (!isObject(target)) return target === true || target === undefined;
  const isText = target.type === 'string' || (Array.isArray(target.type) && target.type.includes('string'));
  if (target.format === 'binary') return true;
  if (target.contentEncoding !== undefined || target.format !== undefined) return false;
  if (target.contentMediaType !== undefined) return isText || target.type === undefined;
  return Object.keys(target).every(key => key === 'description' || key === 'title');
}

/** Media types of which no text is one. */
const bytes = /^(image|audio|video|font)\/|^application\/(octet-stream|pdf|zip|gzip|x-tar|wasm)$/;

/** A string that `encoding` calls a picture, or bytes of another kind: documents that say no `format` mean a file. */
function isTextOfBytes(document: JsonObject, schema: Json | undefined, contentType: string | undefined): boolean {
  const target = deref(document, schema);
  const isText = isObject(target) && target.type === 'string' && target.contentEncoding === undefined;
  const types = contentType?.split(',').map(type => parseMediaType(type).essence) ?? [];
  return isText && types.length > 0 && types.every(type => bytes.test(type) && type !== 'image/svg+xml');
}

/** A copy of the schema with other schemas for some fields; those of lists stand for the items. */
function replaceFields(
  document: JsonObject,
  schema: Json,
  replacement: (field: FormField) => Json | undefined,
  fields: FormField[],
  seen: readonly string[] = [],
): Json {
  if (!isObject(schema)) return schema;
  const ref = refOf(schema);
  if (ref !== undefined && seen.includes(ref)) return true;
  const again = (part: Json) =>
    replaceFields(document, part, replacement, fields, ref === undefined ? seen : [...seen, ref]);
  const { $ref: _, ...copy }: JsonObject = { ...schema };
  for (const key of ['allOf', 'anyOf', 'oneOf'])
    if (Array.isArray(schema[key])) copy[key] = arrayIn(schema, key).map(again);
  if (isObject(schema.properties))
    copy.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, value]) => {
        const field = fields.find(item => item.name === name);
        const other = field && replacement(field);
        if (other === undefined) return [name, value];
        const bounds = deref(document, value);
        return [name, field?.type === 'array' && isObject(bounds) ? { ...bounds, items: other } : other];
      }),
    );
  if (ref === undefined) return copy;
  const target = again(deref(document, { $ref: ref }) ?? true);
  return Object.keys(copy).length === 0 ? target : { ...copy, allOf: [target, ...arrayIn(copy, 'allOf')] };
}
