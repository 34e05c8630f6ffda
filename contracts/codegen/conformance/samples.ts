import { schemaItem } from '../compare/item.ts';
import type { SchemaDocument } from '../compare/schema-document.ts';
import { Solver } from '../compare/solver.ts';
import { arrayIn, isObject, type Json, type JsonObject, objectIn } from '../document/json.ts';

const MAX_STEPS = 4_000;

/**
 * A valid value: the first example that the document gives, else one that the solver finds; undefined where there is
 * none, or none that it finds.
 * @param holder the parameter or media type, which may have examples of its own
 */
export function sampleOf(document: SchemaDocument, holder: JsonObject, schema: Json): Json | undefined {
  const named = Object.values(objectIn(holder, 'examples')).map(item => document.deref(item));
  for (const example of named) if (isObject(example) && example.value !== undefined) return example.value;
  if (holder.example !== undefined) return holder.example;
  const target = document.deref(schema);
  const [first] = arrayIn(target, 'examples');
  if (first !== undefined) return first;
  if (isObject(target) && target.example !== undefined) return target.example;
  if (isObject(target) && target.default !== undefined) return target.default;
  const outcome = new Solver({ steps: MAX_STEPS }).ask([schemaItem(document, schema, true)]);
  return outcome.kind === 'some' ? outcome.instance : undefined;
}
