import { SchemaDocument } from '../compare/schema-document.ts';
import { schemaParts } from '../compare/schema-parts.ts';
import { arrayIn, isObject, type Json, type JsonObject, objectIn, parsePointer } from '../document/json.ts';

/** Tells whether a pointer (RFC 6901, `*` for the index of a list) is a field that is declared. */
export type IsDeclared = (pointer: string) => boolean;

/**
 * The fields that answers of an OpenAPI document declare, by operation (`GET /orders/{orderId}`). Undefined for an
 * operation that the document does not have.
 */
export function answerFields(document: JsonObject): (operation: string) => IsDeclared | undefined {
  const schemas = new SchemaDocument(document, '2020-12');
  return operation => {
    const [method = '', path = ''] = operation.split(' ');
    const found = objectIn(objectIn(document, 'paths'), path)[method.toLowerCase()];
    if (!isObject(found)) return undefined;
    const answers = Object.values(objectIn(found, 'responses'))
      .flatMap(response => Object.values(objectIn(schemas.deref(response), 'content')))
      .flatMap(media => (isObject(media) && media.schema !== undefined ? [media.schema] : []));
    return pointer => {
      let places = answers;
      for (const key of parsePointer(pointer)) {
        places = places.flatMap(place => schemaParts(schemas, place).flatMap(part => membersOf(part, key)));
        if (places.length === 0) return false;
      }
      return true;
    };
  };
}

/** A name that `properties` do not have is a key that somebody chose: data, and no name of the contract. */
function membersOf(part: JsonObject, key: string): Json[] {
  if (key === '*') return [...(part.items === undefined ? [] : [part.items]), ...arrayIn(part, 'prefixItems')];
  const properties = objectIn(part, 'properties');
  const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
  return own === undefined ? [] : [own];
}
