import { objectIn, stringIn, stringsIn } from '../document/json.ts';
import { camelCase, humanize, pascalCase, quote } from '../names.ts';
import type { Operation, Parameter } from '../openapi/service.ts';
import { adminCalls } from './admin-calls.ts';
import { type FieldContext, fieldOf, membersOf, resolve, schemaAt } from './admin-fields.ts';
import { type AdminSource, jsonBody, jsonReply, rolesOf } from './admin-resources.ts';
import { type Printable, print } from './printer.ts';
import type { OperationTypes } from './types.ts';

/** `<resource>.ts`: what the contracts tell of a resource as data, and its operations as typed calls. */
export function emitAdminResource(
  source: AdminSource,
  types: Map<string, OperationTypes>,
  options: { runtime: string; service: string; scheme: string },
): string {
  const { service } = source;
  const client = `${pascalCase(service.name)}Client`;
  const calls = adminCalls(source, types);
  const imported = [...calls.types].sort();
  const runtime = ['AdminResource', 'bodyOf', ...(calls.code.includes('MutationOptions') ? ['MutationOptions'] : [])]
    .sort((left, right) => (left.toLowerCase() < right.toLowerCase() ? -1 : 1))
    .map(name => (name === 'bodyOf' ? name : `type ${name}`));
  const name = camelCase(source.name);
  return `import { ${runtime.join(', ')} } from ${quote(`${options.runtime}/admin.ts`)};
import type { CallOptions } from ${quote(`${options.runtime}/client.ts`)};
import type { ${client} } from ${quote(`${options.service}/client.ts`)};
${imported.length > 0 ? `import type { ${imported.join(', ')} } from ${quote(`${options.service}/types.ts`)};\n` : ''}
export const ${name} = ${print(describe(source, options.scheme))} as const satisfies AdminResource;

export function ${name}Calls(client: ${client}) {
  return {
${calls.code}  };
}
`;
}

function describe(source: AdminSource, scheme: string): Printable {
  const { service, list, extension, row, operations } = source;
  const { document } = service;
  const context: FieldContext = { document, references: references(source) };
  const place = { ...context, required: false, seen: [] };
  const record = (operations.get && jsonReply(operations.get)?.schema) ?? row;
  const shown = stringsIn(extension, 'columns').map(path => {
    const field = fieldOf(path, schemaAt(document, row, path), { ...place, path });
    return { path, field, kind: field.kind };
  });
  const query = (name: string) =>
    list.parameters.find(parameter => parameter.place === 'query' && parameter.name === name);
  const sort = query('sort');
  const sortSchema = resolve(document, sort?.schema);
  const limit = resolve(document, query('limit')?.schema).maximum;
  const form = (operation: Operation): Printable => ({
    ...call(operation, scheme),
    fields: membersOf(jsonBody(operation)?.schema, context),
    whole: operation.method === 'put' || undefined,
    version: versionOf(source, operation),
  });
  return {
    name: source.name,
    title: source.title,
    service: service.name,
    key: source.key,
    label: stringIn(extension, 'label') ?? shown.find(({ kind }) => kind === 'text')?.path ?? source.key[0] ?? 'id',
    list: {
      ...call(list, scheme),
      columns: shown.map(({ field }) => field),
      filters: stringsIn(extension, 'filters').flatMap(name => filterOf(query(name), context)),
      search: stringIn(extension, 'search') ?? (stringsIn(extension, 'filters').includes('q') ? 'q' : undefined),
      sorts: stringsIn(sortSchema, 'enum').length > 0 ? stringsIn(sortSchema, 'enum') : undefined,
      sort: stringIn(extension, 'sort') ?? stringIn(sortSchema, 'default'),
      paged: query('cursor') !== undefined,
      maxLimit: typeof limit === 'number' ? limit : undefined,
    },
    fields: membersOf(record, context),
    get: operations.get && call(operations.get, scheme),
    create: operations.create && form(operations.create),
    update: operations.update && form(operations.update),
    remove: operations.remove && call(operations.remove, scheme),
    actions: source.actions.map(({ name, operation }) => ({
      name,
      label: humanize(name),
      ...call(operation, scheme),
      fields: membersOf(jsonBody(operation)?.schema, context),
    })),
    documents: source.documents.map(({ name, operation, type }) => ({
      name,
      label: humanize(name),
      type,
      path: operation.path,
      ...call(operation, scheme),
    })),
  };
}

function call(operation: Operation, scheme: string): Record<string, Printable> {
  return { operation: operation.id, summary: operation.summary, roles: rolesOf(operation, scheme) ?? [] };
}

function filterOf(parameter: Parameter | undefined, context: FieldContext): Printable[] {
  if (!parameter) return [];
  const { name, schema, description, type } = parameter;
  const isList = type === 'array';
  const value = isList ? resolve(context.document, schema).items : schema;
  const field = fieldOf(name, value, { ...context, path: name, required: parameter.required, seen: [] });
  return [{ ...field, description: description ?? field.description, many: isList || undefined }];
}

function references({ extension }: AdminSource): Record<string, string> {
  const pairs = Object.entries(objectIn(extension, 'references'));
  return Object.fromEntries(
    pairs.flatMap(([field, resource]) => (typeof resource === 'string' ? [[field, resource]] : [])),
  );
}

/** The field `version` of a change that the record has too. */
function versionOf({ service: { document }, row }: AdminSource, operation: Operation): string | undefined {
  const has = (schema: Parameters<typeof schemaAt>[1]) => schemaAt(document, schema, 'version') !== undefined;
  return has(jsonBody(operation)?.schema) && has(row) ? 'version' : undefined;
}
