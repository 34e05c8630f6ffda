/**
 * Mends code of ajv's: it notes which members a pattern has seen, sometimes in a list that it has not made yet, because
 * the branch of an `anyOf` before it was not taken. That would throw where a value is valid.
 */
export function withKnownMembers(code: string): string {
  return code.replace(/\b(props\d+)\[(key\d+)\]\s*=\s*true;/g, '($1 ||= {})[$2] = true;');
}
