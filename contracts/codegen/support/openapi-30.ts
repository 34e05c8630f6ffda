import { arrayIn, isObject, type JsonObject } from '../document/json.ts';
import { visitKinds } from '../document/visit-kinds.ts';
import { deref } from '../openapi/deref.ts';
import { constraintsBesideReference, isOpenapi30, olderKeywords } from '../openapi/modernize.ts';

type Report = (rule: string, path: readonly (string | number)[], message: string) => void;

/** What only OpenAPI 3.0 has, in a document of a later version. */
function reportOlderKeywords(document: JsonObject, report: Report): void {
  visitKinds(document, 'document', (schema, kind, path) => {
    if (kind !== 'schema') return;
    for (const key of olderKeywords(schema)) {
      const instead = key === 'nullable' ? 'write `null` into the `type`' : 'write the bound itself';
      report(
        'not-checked',
        [...path, key],
        `OpenAPI has no such \`${key}\` since 3.1. It is read as in 3.0: ${instead}`,
      );
    }
  });
}

/**
 * What schemas of OpenAPI 3.0 say without effect, though their author meant something by it: constraints beside a
 * `$ref` (Reference Object), and `nullable` beside a `$ref`, without a type or with an `enum` that has no `null`
 * (Schema Object of 3.0.3 and later; "Clarify Semantics of nullable" in the specification's proposals).
 * @param document as it was written, not yet in the words of 3.1
 */
export function reportWithoutEffect(document: JsonObject, report: Report): void {
  if (!isOpenapi30(document)) {
    reportOlderKeywords(document, report);
    return;
  }
  visitKinds(document, 'document', (schema, kind, path) => {
    if (kind !== 'schema') return;
    if (typeof schema.$ref === 'string') {
      for (const key of constraintsBesideReference(schema))
        report(
          'not-checked',
          [...path, key],
          `OpenAPI 3.0 ignores \`${key}\` beside \`$ref\`: put the reference into \`allOf\``,
        );
    }
    const message = nullableProblem(schema, document);
    if (message !== undefined) report('not-checked', [...path, 'nullable'], message);
  });
}

function nullableProblem(schema: JsonObject, document: JsonObject): string | undefined {
  if (schema.nullable !== true) return undefined;
  if (typeof schema.$ref === 'string')
    return 'OpenAPI 3.0 ignores `nullable` beside `$ref`; `null` is let through here all the same';
  const refusing = schema.type === undefined ? undefined : refusesNull(schema, document);
  if (refusing !== undefined)
    return `Nothing in \`${refusing}\` is nullable, so \`null\` is refused: make a branch of it so`;
  const { openapi } = document;
  if (openapi === '3.0.0' || openapi === '3.0.1' || openapi === '3.0.2') return undefined;
  if (Array.isArray(schema.enum) && !schema.enum.includes(null))
    return 'The `enum` has no `null`, so OpenAPI 3.0 refuses it; it is let through here: write it into the `enum`';
  if (schema.type === undefined)
    return '`nullable` has no effect without a `type` in OpenAPI 3.0; `null` is let through here all the same';
  return undefined;
}

/** The composition beside `nullable` and a type that lets no `null` through all the same. */
function refusesNull(schema: JsonObject, document: JsonObject): string | undefined {
  return ['oneOf', 'anyOf', 'allOf'].find(key => {
    const branches = arrayIn(schema, key).map(branch => deref(document, branch));
    const refusing = branches.filter(
      branch => isObject(branch) && branch.type !== undefined && branch.nullable !== true,
    );
    return key === 'allOf' ? refusing.length > 0 : branches.length > 0 && refusing.length === branches.length;
  });
}
