/**
 * A pattern as a regular expression with the flag `u`, which is how they are compiled (JSON Schema Core 6.4). Escapes
 * of characters that need none are only allowed without it.
 */
export function unicodePattern(pattern: string): string {
  if (isPattern(pattern, 'u') || !isPattern(pattern, '')) return pattern;
  const plain = pattern.replaceAll(/\\([^\w^$\\.*+?()[\]{}|/-]|_)/g, '$1');
  return isPattern(plain, 'u') ? plain : pattern;
}

function isPattern(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags) !== undefined;
  } catch {
    return false;
  }
}
