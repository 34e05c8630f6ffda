import { SchemaDocument } from '../compare/schema-document.ts';
import { isObject, type Json, type JsonObject, parsePointer, refOf, valueAt } from '../document/json.ts';

/** A document's schemas as a request means them, without what is read-only, and as an answer does. */
export interface SchemaViews {
  request: SchemaDocument;
  response: SchemaDocument;
}

/** Members that are `readOnly` are not sent, those that are `writeOnly` are not answered. OpenAPI 3.1, 4.8.24. */
export function schemaViews(document: JsonObject): SchemaViews {
  const flags = { readOnly: false, writeOnly: false };
  look(document, flags);
  const whole = new SchemaDocument(document, '2020-12');
  return {
    request: flags.readOnly ? new SchemaDocument(without(document, 'readOnly', document), '2020-12') : whole,
    response: flags.writeOnly ? new SchemaDocument(without(document, 'writeOnly', document), '2020-12') : whole,
  };
}

/** The same schemas with every list of values left open, as a reader that expects new values takes them. */
export function withOpenEnums(value: Json): Json {
  if (Array.isArray(value)) return value.map(withOpenEnums);
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    if (key === 'enum' && Array.isArray(item)) {
      if (value.type === undefined) copy.type = [...new Set(item.map(typeName))];
    } else copy[key] = withOpenEnums(item);
  }
  return copy;
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function look(value: Json, flags: { readOnly: boolean; writeOnly: boolean }): void {
  if (Array.isArray(value)) for (const item of value) look(item, flags);
  if (!isObject(value)) return;
  if (value.readOnly === true) flags.readOnly = true;
  if (value.writeOnly === true) flags.writeOnly = true;
  for (const item of Object.values(value)) look(item, flags);
}

function without(value: Json, flag: string, document: JsonObject): Json {
  if (Array.isArray(value)) return value.map(item => without(item, flag, document));
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const [key, item] of Object.entries(value)) copy[key] = without(item, flag, document);
  const properties = copy.properties;
  if (!isObject(properties)) return copy;
  const dropped = Object.keys(properties).filter(key => flagged(properties[key] ?? null, flag, document));
  if (dropped.length === 0) return copy;
  copy.properties = Object.fromEntries(Object.entries(properties).filter(([key]) => !dropped.includes(key)));
  if (Array.isArray(copy.required)) copy.required = copy.required.filter(key => !dropped.includes(String(key)));
  return copy;
}

function flagged(schema: Json, flag: string, document: JsonObject): boolean {
  if (!isObject(schema)) return false;
  if (schema[flag] === true) return true;
  const ref = refOf(schema);
  const target = ref === undefined ? undefined : valueAt(document, parsePointer(ref));
  return isObject(target) && target[flag] === true;
}
