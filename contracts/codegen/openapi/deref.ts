import { type Json, type JsonObject, parsePointer, refOf, valueAt } from '../document/json.ts';

/** What a reference object leads to, however many steps away; undefined where it leads nowhere. */
export function deref(document: JsonObject, value: Json | undefined): Json | undefined {
  let target = value;
  for (let steps = 0; steps < 32; steps += 1) {
    const ref = refOf(target);
    if (ref === undefined) return target;
    target = valueAt(document, parsePointer(ref));
  }
  return undefined;
}
