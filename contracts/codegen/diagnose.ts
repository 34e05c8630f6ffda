import { type Json, objectIn } from './document/json.ts';
import { visitKinds } from './document/visit-kinds.ts';
import { declareTypes } from './emit/schema-types.ts';
import type { Contract } from './lint/contract.ts';
import { assertCheckable } from './openapi/checked-schemas.ts';

/**
 * Finds the schemas that generation stumbled over and reports each at its place; where it was none of them, what was
 * thrown is reported of the document. Slow: every schema is looked at alone.
 */
export async function diagnose(contract: Contract, thrown: unknown): Promise<void> {
  const { bundle, report } = contract;
  const { document } = bundle;
  const culprits: { path: readonly (string | number)[]; schema: Json }[] = [];
  visitKinds(document, 'document', (schema, kind, path) => {
    if (kind === 'schema') culprits.push({ path: [...path], schema });
  });
  let found = false;
  // Inner schemas come after those that hold them: the innermost culprit is the place.
  const reported: string[] = [];
  for (const { path, schema } of culprits.reverse()) {
    const problem = await problemOf(schema, contract);
    const key = `${path.join('\n')}\n`;
    if (problem === undefined || reported.some(inner => inner.startsWith(key))) continue;
    reported.push(key);
    report('not-supported', path, problem);
    found = true;
  }
  if (!found) report('not-supported', [], `Nothing can be generated from this: ${messageOf(thrown)}`);
}

async function problemOf(schema: Json, { bundle: { document } }: Contract): Promise<string | undefined> {
  try {
    assertCheckable(document, schema);
  } catch (error) {
    return `No validator can be made of this schema: ${messageOf(error)}`;
  }
  try {
    const components = objectIn(objectIn(document, 'components'), 'schemas');
    const named = Object.entries(components).map(([name]) => ({ name, schema: {} }));
    declareTypes([...named, { name: 'Diagnosed', schema }]);
  } catch (error) {
    return `No type can be made of this schema: ${messageOf(error)}`;
  }
  return undefined;
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
