import { isObject, type Json, type JsonObject, objectIn, refOf } from '../document/json.ts';
import { walk } from '../document/walk.ts';
import { deref } from '../openapi/deref.ts';

export interface NamedField {
  name: string;
  schema: JsonObject;
  /** Where the schema of the object says it. */
  at: (string | number)[];
  /** What says in words what it is: the names of the schema that has it and of its own, its title and description. */
  words: string;
}

/** The fields of all schemas of a document, with what their references lead to. */
export function fieldsOf(document: JsonObject): NamedField[] {
  const fields: NamedField[] = [];
  walk(document, (object, path) => {
    for (const [name, written] of Object.entries(objectIn(object, 'properties'))) {
      const schema = deref(document, written);
      if (!isObject(schema)) continue;
      const at = [...path, 'properties', name];
      const [, , owner] = path;
      const texts = [owner, refOf(written)?.split('/').at(-1), schema.title, schema.description];
      const words = texts.filter(text => typeof text === 'string').join(' ');
      fields.push({ name, schema, at, words: words.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ') });
    }
  });
  return fields;
}

/** Whether a field is text or a list of texts, which is what a secret is. */
export const holdsText = ({ type, items }: JsonObject): boolean =>
  isText(type) || (isObject(items) && isText(items.type));

const isText = (type: Json | undefined): boolean =>
  type === 'string' || (Array.isArray(type) && type.includes('string'));

/**
 * The names that mean a secret (`x-secret`) wherever the documents use them for a text. A name that is also that
 * of something else, such as `code`, says nothing by itself and is left out.
 */
export function secretNames(documents: readonly JsonObject[]): string[] {
  const fields = documents.flatMap(fieldsOf).filter(({ schema }) => holdsText(schema));
  const others = new Set(fields.filter(({ schema }) => schema['x-secret'] !== true).map(({ name }) => name));
  const secret = fields.filter(({ schema, name }) => schema['x-secret'] === true && !others.has(name));
  return [...new Set(secret.map(({ name }) => name))].sort();
}
