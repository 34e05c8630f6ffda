import { type Json, type JsonObject, stringIn } from '../document/json.ts';

export type Specification = 'openapi' | 'asyncapi';

const supported: Record<Specification, { pattern: RegExp; text: string }> = {
  openapi: { pattern: /^3\.[012]\.\d+/, text: 'OpenAPI 3.0, 3.1 or 3.2' },
  asyncapi: { pattern: /^3\.[01]\.\d+/, text: 'AsyncAPI 3.0 or 3.1' },
};

/** Why a document is not read at all, and the key that says so; undefined for a version that the tool knows. */
export function versionProblem(
  document: JsonObject,
  specification: Specification,
): { path: string[]; message: string } | undefined {
  const { pattern, text } = supported[specification];
  const version = stringIn(document, specification);
  if (version !== undefined && pattern.test(version)) return undefined;
  const named: [key: string, name: string, value: Json | undefined][] = [
    ['swagger', 'Swagger', document.swagger],
    ['openapi', 'OpenAPI', document.openapi],
    ['asyncapi', 'AsyncAPI', document.asyncapi],
  ];
  const found = named.find(([, , value]) => value !== undefined);
  if (!found) return { path: [], message: `This is no document of ${text}: the key ${specification} is missing` };
  const [key, name, value] = found;
  return { path: [key], message: `${name} ${String(value)} is not supported: write the document in ${text}` };
}
