import { isObject, type JsonObject, refOf } from '../document/json.ts';
import { quote, TypeNames } from '../names.ts';
import type { MediaType, Operation, Parameter, Schema, Service } from '../openapi/service.ts';
import { declareTypes, type NamedSchema, renameReferences, typeKeyword } from './schema-types.ts';

/** The names that the types of a service got, for the files that import them. */
export interface ServiceTypes {
  code: string;
  /** By operation id. */
  operations: Record<string, OperationTypes>;
}

export interface OperationTypes {
  input: string;
  /** What a client passes. The same as `input` where nothing is optional for callers. */
  request: string;
  /** Whether a client may leave the whole argument out. */
  requestOptional: boolean;
  response: string;
  /** What a client gets. The same as `response` where every body is JSON. */
  result: string;
}

const bytesOut = 'Uint8Array | Readable';

/** `types.ts`: every schema, and for each operation its input, what clients pass, and the union of its responses. */
export async function emitTypes(service: Service): Promise<ServiceTypes> {
  const names = new TypeNames();
  const operations: Record<string, OperationTypes> = {};
  for (const { typeName } of service.operations) {
    for (const suffix of ['Input', 'Request', 'Response', 'Result']) names.take(`${typeName}${suffix}`);
  }
  const schemaNames = new Map(Object.keys(service.schemas).map(name => [name, names.take(name)]));
  const rename = (schema: Schema): Schema => renameReferences(schema, name => schemaNames.get(name));
  const named: NamedSchema[] = [];
  for (const [name, schema] of Object.entries(service.schemas)) named.push({ name: schemaNames.get(name) ?? name, schema: rename(schema) });
  const unions: string[] = [];
  for (const operation of service.operations) {
    const hoist = (schema: Schema, wanted: string): Schema => {
      if (refOf(schema) !== undefined || !isObject(schema) || !('properties' in schema || 'oneOf' in schema || 'allOf' in schema)) return rename(schema);
      const name = names.take(wanted);
      named.push({ name, schema: rename(schema) });
      return { $ref: `#/components/schemas/${name}` };
    };
    const { typeName } = operation;
    const body = bodySchema(operation, hoist);
    const input = inputSchema(operation, body, rename, false);
    const request = inputSchema(operation, body && callerBody(operation, body), rename, true);
    const sameRequest = JSON.stringify(input) === JSON.stringify(request);
    named.push({ name: `${typeName}Input`, schema: input });
    if (!sameRequest) named.push({ name: `${typeName}Request`, schema: request, lenient: true });
    const response = responseUnion(operation, hoist, named, names, mediaBody);
    const result = responseUnion(operation, rename, [], names, callerMedia);
    unions.push(...union(operation, `${typeName}Response`, response));
    const sameResult = response.every((member, index) => member.sameFor === result[index]?.sameFor);
    if (!sameResult) unions.push(...union(operation, `${typeName}Result`, response.map((member, index) => ({ ...member, body: result[index]?.callerBody }))));
    operations[operation.id] = {
      input: `${typeName}Input`,
      request: sameRequest ? `${typeName}Input` : `${typeName}Request`,
      requestOptional: !('required' in request),
      response: `${typeName}Response`,
      result: sameResult ? `${typeName}Response` : `${typeName}Result`,
    };
  }
  return { code: '', operations };
}
