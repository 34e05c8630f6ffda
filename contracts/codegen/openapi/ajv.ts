import { Ajv2020, type Options } from 'ajv/dist/2020.js';
import { type Json, type JsonObject, objectIn, stringsIn } from '../document/json.ts';
import { visitKinds } from '../document/visit-kinds.ts';
import { formats } from '../runtime/formats.ts';
import { holdsDefault } from './defaults.ts';
import { withKnownMembers } from './known-members.ts';
import { addDecimalMultipleOf } from './multiple-of.ts';
import { addExactUnevaluatedItems } from './unevaluated-items.ts';
import { addLinearUniqueItems } from './unique-items.ts';
import { componentId, type Defaults, type Strictness, validationSchema } from './validation-schema.ts';

/** An ajv that knows a document's components, at each strictness, and the formats. */
export function documentAjv(document: JsonObject, options: Options): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    discriminator: true,
    strict: false,
    strictNumbers: true,
    validateSchema: false,
    addUsedSchema: false,
    ownProperties: namesInherited(document),
    ...options,
    code: { process: withKnownMembers, ...options.code },
  });
  addLinearUniqueItems(ajv);
  addDecimalMultipleOf(ajv);
  addExactUnevaluatedItems(ajv);
  for (const [name, format] of Object.entries(formats)) ajv.addFormat(name, format);
  // Each component is a schema of its own: ajv compiles it once, whoever refers to it.
  for (const [name, schema] of Object.entries(objectIn(objectIn(document, 'components'), 'schemas'))) {
    const variants: Defaults[] = options.useDefaults
      ? ['filled', ...(holdsDefault(document, schema) ? (['stripped'] as const) : [])]
      : ['ignored'];
    for (const strictness of ['plain', 'closed', 'open'] as const)
      for (const defaults of variants)
        ajv.addSchema(compilable(schema, strictness, document, defaults), componentId(name, strictness, defaults));
  }
  return ajv;
}

/** A schema of the document as `documentAjv` compiles it. */
export function compilable(
  schema: Json,
  strictness: Strictness,
  document: JsonObject,
  defaults: Defaults = 'ignored',
): JsonObject | boolean {
  const rewritten = validationSchema(schema, strictness, document, defaults);
  return typeof rewritten === 'boolean' ? rewritten : objectIn({ rewritten }, 'rewritten');
}

const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Whether a schema names a property that every object of JavaScript has: then only a value's own ones count. */
function namesInherited(document: JsonObject): boolean {
  let found = false;
  visitKinds(document, 'document', (schema, kind) => {
    if (kind !== 'schema' || found) return;
    const names = [...Object.keys(objectIn(schema, 'properties')), ...stringsIn(schema, 'required')];
    found = names.some(name => inherited.has(name));
  });
  return found;
}
