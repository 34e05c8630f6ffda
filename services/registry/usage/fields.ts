import { answerFields, type IsDeclared } from '../../../contracts/codegen/registry/answer-fields.ts';
import type { documentOf } from '../bodies.ts';
import type { Kind } from '../store.ts';

/**
 * The fields of a contract, by operation, or in any of its messages. Other names are keys that somebody chose, and
 * would tell what was in an answer. Undefined for an operation that the document does not have.
 */
export function declaredFields(
  kind: Kind,
  document: ReturnType<typeof documentOf>,
): (operation: string) => IsDeclared | undefined {
  if (kind === 'openapi') return answerFields(document);
  const names = propertyNames(document);
  return () => pointer =>
    pointer
      .slice(1)
      .split('/')
      .every(name => name === '*' || names.has(name.replaceAll('~1', '/').replaceAll('~0', '~')));
}

/** Every name that a property has in a document. */
function propertyNames(document: unknown): Set<string> {
  const names = new Set<string>();
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) for (const item of part) visit(item);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return;
    for (const [key, value] of Object.entries(part)) {
      if (key === 'properties' && typeof value === 'object' && value !== null)
        for (const name of Object.keys(value)) names.add(name);
      visit(value);
    }
  };
  visit(document);
  return names;
}
