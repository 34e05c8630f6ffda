import type { JsonObject } from '../document/json.ts';
import { pascalCase, propertyKey, quote } from '../names.ts';
import { byPath, expressPath } from '../openapi/route.ts';
import type { Operation, Parameter, Service } from '../openapi/service.ts';
import { namesProto } from '../openapi/shape.ts';
import { hasChoice } from './input-types.ts';
import { encoding } from './parameter-encoding.ts';
import { Code, comment, type Printable, print } from './printer.ts';
import { checkNames } from './service-validators.ts';
import type { OperationTypes } from './types.ts';

const securityText =
  'How each security scheme is verified: none of the roles asked for is `forbidden`, no credential is `anonymous`.';

/** `server.ts`: the handler map, the security schemes and the router of a service. */
export function emitServer(service: Service, types: Map<string, OperationTypes>, runtime: string): string {
  const name = pascalCase(service.name);
  const operations = [...service.operations].sort(byPath);
  const used = new Set(
    operations.flatMap(operation => Object.values(checkNames(operation)).flatMap(value => [...value.values()])),
  );
  const imported = [
    ...new Set(operations.flatMap(({ id }) => [types.get(id)?.input ?? 'never', types.get(id)?.response ?? 'never'])),
  ].sort();
  const validators = (['parameters', 'requests', 'responses'] as const).filter(file =>
    [...used].some(text => text.startsWith(`${file}.`)),
  );
  const definitions = operations.map(operation => print(definition(operation, service.document), 1));
  const challenges = Object.fromEntries(service.securitySchemes.map(scheme => [scheme.name, scheme.challenge]));
  const hasSchemes = service.securitySchemes.length > 0;
  return `import type { ${hasSchemes ? 'Request, ' : ''}Router } from 'express';
${hasSchemes ? `import type { SecurityVerdict } from ${quote(`${runtime}/operation.ts`)};\n` : ''}import { createRouter, type RouterOptions } from ${quote(`${runtime}/router.ts`)};
import type {
${imported.map(type => `  ${type},\n`).join('')}} from './types.ts';
${validators.map(file => `import * as ${file} from './validators/${file}.js';\n`).join('')}
/** One function an operation. */
export interface ${name}Handlers<C> {
${service.operations.map(operation => handler(operation, types)).join('\n')}}

${comment(securityText)}export interface ${name}Security<C> {
${service.securitySchemes.map(scheme => `${comment(scheme.description, '  ')}  ${propertyKey(scheme.name)}(request: Request, roles: readonly string[], context: C): Promise<SecurityVerdict>;\n`).join('')}}

const operations = [
${definitions.map(text => `  ${text},\n`).join('')}] as const;

const challenges = ${print(challenges)};

${comment(`Serves ${service.title}. Throws nothing itself; errors go to the app's \`problemHandler\`.`)}export function create${name}Router<C>(options: RouterOptions<C, ${name}Handlers<C>, ${name}Security<C>>): Router {
  return createRouter({ ...options, operations, challenges });
}
`;
}

function handler(operation: Operation, types: Map<string, OperationTypes>): string {
  const { input = 'never', response = 'never' } = types.get(operation.id) ?? {};
  const text = [operation.summary && `${operation.summary}.`.replace('..', '.'), operation.description]
    .filter(Boolean)
    .join('\n\n');
  const where = `\`${operation.method.toUpperCase()} ${operation.path}\``;
  return `${comment(text === '' ? where : `${text}\n\n${where}`, '  ')}  ${operation.id}(input: ${input}, context: C): Promise<${response}>;\n`;
}

function definition(operation: Operation, document: JsonObject): Printable {
  const { parameters, requests, responses } = checkNames(operation);
  const { body } = operation;
  const check = parameters.get('');
  return {
    operationId: operation.id,
    method: operation.method.toUpperCase(),
    path: operation.path,
    route: expressPath(operation.path),
    gateway: operation.gateway,
    idempotency: operation.idempotency,
    cache: operation.cache === undefined ? undefined : toPrintable(operation.cache),
    security: operation.security,
    parameters: operation.parameters.map(item => parameter(parameters, item)),
    checkParameters: check === undefined ? undefined : new Code(check),
    body: body && {
      required: body.required,
      limit: operation.bodyLimit,
      raw: operation.rawBody,
      media: Object.fromEntries(body.media.map(({ type, isJson }) => [type, named(requests.get(type), isJson)])),
      choice: hasChoice(body.media),
      proto: body.media.some(({ schema }) => namesProto(document, schema)) || undefined,
    },
    responses: Object.fromEntries(
      operation.replies.map(({ status, media }) => [
        String(status),
        Object.fromEntries(media.map(({ type, isJson }) => [type, named(responses.get(`${status} ${type}`), isJson)])),
      ]),
    ),
  };
}

/** The check of a body; without one, whether it is JSON. */
function named(check: string | undefined, isJson: boolean): Printable {
  return check === undefined ? isJson : new Code(check);
}

function parameter(checks: Map<string, string>, parameter: Parameter): Printable {
  const { name, place, type, single, properties, open, arrays, content } = parameter;
  const check = checks.get(`${place} ${name}`);
  const isForm = parameter.style === 'form' && parameter.explode && type === 'object';
  return {
    ...encoding(parameter),
    ...(content === undefined && {
      type,
      single: single || undefined,
      properties: isForm && !open ? properties : undefined,
      open: (isForm && open) || undefined,
      arrays: arrays.length > 0 ? arrays : undefined,
    }),
    content: check === undefined ? undefined : new Code(check),
  };
}

function toPrintable(value: unknown): Printable {
  if (Array.isArray(value)) return value.map(toPrintable);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPrintable(item)]));
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
