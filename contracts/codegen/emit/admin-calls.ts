import { camelCase, propertyKey } from '../names.ts';
import type { Operation, Parameter } from '../openapi/service.ts';
import { type AdminSource, jsonBody, recordParameter } from './admin-resources.ts';
import type { OperationTypes } from './types.ts';

/** The members of a resource's calls, and the types that they name. */
export function adminCalls(
  source: AdminSource,
  types: Map<string, OperationTypes>,
): { code: string; types: Set<string> } {
  const { list, operations, actions } = source;
  const used = new Set<string>();
  const request = (operation: Operation): string => {
    const name = types.get(operation.id)?.request ?? 'never';
    used.add(name);
    return name;
  };
  const done = (operation: Operation, name: string, takesId: boolean, hasBody: boolean | 'ignored'): string => {
    const parameters = [
      ...(takesId ? ['id: string'] : []),
      ...(hasBody === true
        ? [`body: ${bodyType(operation, request(operation))}`]
        : hasBody === 'ignored'
          ? ['_body: object']
          : []),
      operation.method === 'get' ? 'options?: CallOptions' : 'options: MutationOptions',
    ];
    const call = `client.${operation.id}(${argument(operation, takesId, hasBody === true)}, options)`;
    return `${propertyKey(name)}: (${parameters.join(', ')}) => bodyOf(${call})`;
  };
  const { get, create, update, remove } = operations;
  const acts = actions.map(({ name, operation }) =>
    done(operation, camelCase(name), true, jsonBody(operation) ? true : 'ignored'),
  );
  const lines = [
    listCall(source, takesQuery(list) ? request(list) : undefined),
    ...(get ? [done(get, 'get', true, false)] : []),
    ...(create ? [done(create, 'create', false, true)] : []),
    ...(update ? [done(update, 'update', true, true)] : []),
    ...(remove ? [done(remove, 'remove', true, false)] : []),
    acts.length > 0 ? `actions: {\n${acts.map(line => `      ${line},\n`).join('')}    }` : 'actions: {}',
  ];
  return { code: lines.map(line => `    ${line},\n`).join(''), types: used };
}

function bodyType({ body }: Operation, request: string): string {
  return body?.required ? `${request}['body']` : `NonNullable<${request}['body']>`;
}

/**
 * @param request the type of what the operation takes; undefined where it takes no query, and so is asked for the whole
 * list
 */
function listCall({ list, isPage }: AdminSource, request: string | undefined): string {
  const call = `bodyOf(client.${list.id}(${request === undefined ? 'undefined' : '{ query }'}, options))`;
  const answer = isPage ? call : `({ items: await ${call} })`;
  const query = request === undefined ? '_query: Record<string, never>' : `query: NonNullable<${request}>['query']`;
  return `list: async (${query}, options?: CallOptions) => ${answer}`;
}

function takesQuery({ parameters }: Operation): boolean {
  return parameters.some(({ place }) => place === 'query');
}

function argument(operation: Operation, takesId: boolean, hasBody: boolean): string {
  const parameter = takesId ? recordParameter(operation) : undefined;
  const takesKey = operation.parameters.some(({ place, name }) => place === 'header' && name === 'idempotency-key');
  const members = [
    ...(parameter ? [`path: { ${propertyKey(parameter.name)}: ${idOf(parameter)} }`] : []),
    ...(takesKey ? ["headers: { 'idempotency-key': options.idempotencyKey }"] : []),
    ...(hasBody ? ['body'] : []),
  ];
  return members.length > 0 ? `{ ${members.join(', ')} }` : 'undefined';
}

function idOf({ schema }: Parameter): string {
  const isNumber =
    typeof schema === 'object' &&
    schema !== null &&
    'type' in schema &&
    (schema.type === 'integer' || schema.type === 'number');
  return isNumber ? 'Number(id)' : 'id';
}
