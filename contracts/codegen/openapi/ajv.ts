import { Ajv2020, type Options } from 'ajv/dist/2020.js';
import { type Json, type JsonObject, objectIn } from '../document/json.ts';
import { formats } from '../runtime/formats.ts';
import { addLinearUniqueItems } from './unique-items.ts';
import { componentId, type Strictness, validationSchema } from './validation-schema.ts';

/** An ajv that knows a document's components, at each strictness, and the formats. */
export function documentAjv(document: JsonObject, options: Options): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    discriminator: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    strictTuples: false,
    allowUnionTypes: true,
    validateSchema: false,
    addUsedSchema: false,
    ...options,
  });
  addLinearUniqueItems(ajv);
  for (const [name, format] of Object.entries(formats)) ajv.addFormat(name, format);
  // Each component is a schema of its own: ajv compiles it once, whoever refers to it.
  for (const [name, schema] of Object.entries(objectIn(objectIn(document, 'components'), 'schemas'))) {
    for (const strictness of ['plain', 'closed', 'open'] as const) {
      ajv.addSchema(compilable(schema, strictness, document), componentId(name, strictness));
    }
  }
  return ajv;
}

/** A schema of the document as `documentAjv` compiles it. */
export function compilable(schema: Json, strictness: Strictness, document: JsonObject): JsonObject | boolean {
  const rewritten = validationSchema(schema, strictness, document);
  return typeof rewritten === 'boolean' ? rewritten : objectIn({ rewritten }, 'rewritten');
}
