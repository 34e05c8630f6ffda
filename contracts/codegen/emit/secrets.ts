import { quote } from '../names.ts';

/** The names of the fields that contracts call secret, for whatever writes down what passes: logs, audit logs. */
export function emitSecrets(names: readonly string[]): string {
  return `/** Fields whose values are never written down: \`x-secret: true\` in the contracts. */
export const secretFields: ReadonlySet<string> = new Set([
${names.map(name => `  ${quote(name)},\n`).join('')}]);
`;
}
