import { type JsonObject, objectIn, valueAt } from '../document/json.ts';
import { deref } from './deref.ts';
import type { Operation } from './service.ts';

/** An operation as the document has it, also where its path item is a reference. */
export function writtenOperation(document: JsonObject, { at, method }: Pick<Operation, 'at' | 'method'>): JsonObject {
  return objectIn(deref(document, valueAt(document, at.slice(0, -1))), method);
}
