import type { ValidateFunction } from 'ajv';
import type { Json, JsonObject } from '../document/json.ts';
import { compilable, documentAjv } from './ajv.ts';

interface Compiled {
  ajv: ReturnType<typeof documentAjv>;
  validators: Map<Json, ValidateFunction>;
}

const documents = new WeakMap<JsonObject, Compiled>();

/**
 * Checks values against a schema of a document as it is written, and stops at the first fault. Each document and schema
 * is compiled once. Throws where ajv cannot compile it.
 */
export function validatorOf(document: JsonObject, schema: Json): ValidateFunction {
  const { ajv, validators } = documents.get(document) ?? {
    ajv: documentAjv(document, { allErrors: false, logger: false }),
    validators: new Map<Json, ValidateFunction>(),
  };
  documents.set(document, { ajv, validators });
  const validator = validators.get(schema) ?? ajv.compile(compilable(schema, 'plain', document));
  validators.set(schema, validator);
  return validator;
}
