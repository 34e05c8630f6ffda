/** Every name that a property has in a document. */
export function declaredNames(document: unknown): Set<string> {
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

/**
 * Whether a pointer names nothing but fields of the contract and lists: other names are keys that somebody chose, and
 * would tell what was in an answer.
 */
export function isDeclared(pointer: string, names: ReadonlySet<string>): boolean {
  return pointer
    .slice(1)
    .split('/')
    .every(name => name === '*' || names.has(name.replaceAll('~1', '/').replaceAll('~0', '~')));
}
