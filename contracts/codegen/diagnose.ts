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
  const schemas: Place[] = [];
  visitKinds(document, 'document', (schema, kind, path) => {
    if (kind === 'schema') schemas.push({ path: [...path], schema });
  });
  // Inner schemas come after those that hold them: the innermost culprit is the place.
  schemas.reverse();
  const components = Object.keys(objectIn(objectIn(document, 'components'), 'schemas'));
  const named = components.map(name => ({ name, schema: {} }));
  const isFound =
    reportEach(schemas, report, 'No validator can be made of this schema', schema =>
      assertCheckable(document, schema),
    ) ||
    reportEach(schemas, report, 'No type can be made of this schema', schema => {
      declareTypes([...named, { name: 'Diagnosed', schema }]);
    });
  if (!isFound) report('not-supported', [], `Nothing can be generated from this: ${messageOf(thrown)}`);
}

interface Place {
  path: readonly (string | number)[];
  schema: Json;
}

/** Reports each innermost schema for which something is thrown; whether there was any. */
function reportEach(
  schemas: readonly Place[],
  report: Contract['report'],
  what: string,
  check: (schema: Json) => void,
): boolean {
  const reported: string[] = [];
  for (const { path, schema } of schemas) {
    const key = `${path.join('\n')}\n`;
    if (reported.some(inner => inner.startsWith(key))) continue;
    try {
      check(schema);
    } catch (error) {
      reported.push(key);
      report('not-supported', path, `${what}: ${messageOf(error)}`);
    }
  }
  return reported.length > 0;
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
