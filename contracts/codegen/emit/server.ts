import { type JsonObject, stringIn } from '../document/json.ts';
import { pascalCase, propertyKey, quote } from '../names.ts';
import { deref } from '../openapi/deref.ts';
import { pathParts } from '../openapi/path-template.ts';
import { byPath, expressPath, servedInstead } from '../openapi/route.ts';
import type { FormField, MediaType, Operation, Parameter, Service } from '../openapi/service.ts';
import { namesProto } from '../openapi/shape.ts';
import { hasChoice } from './input-types.ts';
import { encoding, fieldEncoding } from './parameter-encoding.ts';
import { Code, comment, importTypes, type Printable, print } from './printer.ts';
import { Remembered } from './remembered.ts';
import { checkNames } from './service-validators.ts';
import type { OperationTypes } from './types.ts';

const securityText =
  'How each security scheme is verified: none of the roles asked for is `forbidden`, no credential is `anonymous`.';

/** `server.ts`: the handler map, the security schemes and the router of a service. */
export function emitServer(service: Service, types: Map<string, OperationTypes>, runtime: string): string {
  const { served, sorted } = servedOperations(service);
  return serverFile(service, runtime, {
    imports: importTypes(usedTypes(sorted, types), './types.ts') + validatorImports(sorted, './validators'),
    handlers: handlersOf(pascalCase(service.name), served, types),
    routes: sorted.map(operation => `  ${routesOf(operation, service)},\n`).join(''),
  });
}

/** The operations that a server serves, as the document has them; and sorted, so that a router takes the right one. */
export function servedOperations({ operations }: Service): { served: Operation[]; sorted: Operation[] } {
  const served = operations.filter(operation => !servedInstead(operation, operations));
  return { served, sorted: [...served].sort(byPath) };
}

/** The names of the types of inputs and responses, sorted. */
export function usedTypes(operations: readonly Operation[], types: Map<string, OperationTypes>): string[] {
  const names = operations.flatMap(({ id }) => [types.get(id)?.input ?? 'never', types.get(id)?.response ?? 'never']);
  return [...new Set(names)].sort();
}

/** Imports of the modules of checks that the operations use; of a part, which has a file of each kind. */
export function validatorImports(operations: readonly Operation[], folder: string, part?: string): string {
  const used = operations.flatMap(operation =>
    Object.values(checkNames(operation)).flatMap(value => [...value.values()]),
  );
  return (['parameters', 'requests', 'forms', 'responses'] as const)
    .filter(file => used.some(text => text.startsWith(`${file}.`)))
    .map(file => `import * as ${file} from '${folder}/${file}${part === undefined ? '' : `/${part}`}.js';\n`)
    .join('');
}

/** The interface with one function an operation. */
export function handlersOf(name: string, operations: readonly Operation[], types: Map<string, OperationTypes>): string {
  return `/** One function an operation. */
export interface ${name}Handlers<C> {
${operations.map(operation => handler(operation, types)).join('\n')}}
`;
}

/** What the router knows of an operation. */
export function routesOf(operation: Operation, service: Service): string {
  return routes.of(operation, undefined, () => print(definition(operation, service), 1));
}

const routes = new Remembered<Operation, string>();
const handlers = new Remembered<Operation, string>();

/** `server.ts` of these parts. */
export function serverFile(
  service: Service,
  runtime: string,
  { imports, handlers, routes }: { imports: string; handlers: string; routes: string },
): string {
  const name = pascalCase(service.name);
  const challenges = Object.fromEntries(service.securitySchemes.map(scheme => [scheme.name, scheme.challenge]));
  const hasSchemes = service.securitySchemes.length > 0;
  return `import type { ${hasSchemes ? 'Request, ' : ''}Router } from 'express';
${hasSchemes ? `import type { SecurityVerdict } from ${quote(`${runtime}/operation.ts`)};\n` : ''}import { createRouter, type RouterOptions } from ${quote(`${runtime}/router.ts`)};
${imports}
${handlers}
${comment(securityText)}export interface ${name}Security<C> {
${service.securitySchemes.map(scheme => `${comment(scheme.description, '  ')}  ${propertyKey(scheme.name)}(request: Request, roles: readonly string[], context: C): Promise<SecurityVerdict>;\n`).join('')}}

const operations = [
${routes}] as const;

const challenges = ${print(challenges)};

${comment(`Serves ${service.title}. Throws nothing itself; errors go to the app's \`problemHandler\`.`)}export function create${name}Router<C>(options: RouterOptions<C, ${name}Handlers<C>, ${name}Security<C>>): Router {
  return createRouter({ ...options, operations, challenges });
}
`;
}

function handler(operation: Operation, types: Map<string, OperationTypes>): string {
  const { input = 'never', response = 'never' } = types.get(operation.id) ?? {};
  return handlers.of(operation, `${input} ${response}`, () => handlerCode(operation, input, response));
}

function handlerCode(operation: Operation, input: string, response: string): string {
  const text = [operation.summary && `${operation.summary}.`.replace('..', '.'), operation.description]
    .filter(Boolean)
    .join('\n\n');
  const where = `\`${operation.method.toUpperCase()} ${operation.path}\``;
  return `${comment(text === '' ? where : `${text}\n\n${where}`, '  ')}  ${operation.id}(input: ${input}, context: C): Promise<${response}>;\n`;
}

function definition(operation: Operation, { document, securitySchemes }: Service): Printable {
  const { parameters, requests, responses } = checkNames(operation);
  const { body } = operation;
  const { query } = pathParts(operation.path);
  const check = parameters.get('');
  const schemes = new Set(operation.security.flatMap(alternative => Object.keys(alternative)));
  const credentials = securitySchemes.flatMap(({ name, queryParameter }) =>
    schemes.has(name) && queryParameter !== undefined ? [queryParameter] : [],
  );
  return {
    operationId: operation.id,
    method: operation.method.toUpperCase(),
    path: operation.path,
    route: expressPath(operation.path),
    query: query.size === 0 ? undefined : Object.fromEntries(query),
    gateway: operation.gateway,
    idempotency: operation.idempotency,
    maxAuthenticationAge: operation.maxAuthenticationAge,
    cache: operation.cache === undefined ? undefined : toPrintable(operation.cache),
    security: operation.security,
    credentials: credentials.length === 0 ? undefined : credentials,
    parameters: operation.parameters.map(item => parameter(parameters, item, document)),
    checkParameters: check === undefined ? undefined : new Code(check),
    body: body && {
      required: body.required,
      limit: operation.bodyLimit,
      raw: operation.rawBody,
      media: Object.fromEntries(body.media.map(media => [media.type, codec(media, requests, operation.rawBody)])),
      choice: hasChoice(body.media),
      proto: body.media.some(({ schema }) => namesProto(document, schema)) || undefined,
    },
    responses: Object.fromEntries(
      operation.replies.map(({ status, media }) => [
        String(status),
        Object.fromEntries(media.map(({ type, isJson }) => [type, named(responses.get(`${status} ${type}`), isJson)])),
      ]),
    ),
    requiredHeaders: requiredHeadersOf(operation),
  };
}

/** By status; one without any is there where a range or `default` that would cover it has some. */
function requiredHeadersOf({ replies }: Operation): Printable {
  const isCovered = replies.some(({ status, requiredHeaders }) => typeof status !== 'number' && requiredHeaders.length);
  const own = replies.filter(({ requiredHeaders }) => isCovered || requiredHeaders.length > 0);
  if (own.length === 0) return undefined;
  return Object.fromEntries(own.map(({ status, requiredHeaders }) => [String(status), requiredHeaders]));
}

/** How the body of a media type is read. */
function codec({ type, isJson, form }: MediaType, checks: Map<string, string>, rawBody: boolean): Printable {
  const check = checks.get(type);
  if (!form || rawBody || check === undefined) return named(check, isJson);
  const field = (item: FormField): Printable => {
    const content = checks.get(`${type} ${item.name}`);
    return {
      ...fieldEncoding(item),
      ...(item.json || item.file ? { type: item.type === 'array' ? 'array' : undefined } : shape(item)),
      file: item.file ? item.accepts : undefined,
      maxBytes: item.maxBytes,
      minBytes: item.minBytes,
      content: item.json && content !== undefined ? new Code(content) : undefined,
    };
  };
  return { check: new Code(check), fields: form.fields.map(field), others: form.others && field(form.others) };
}

/** The check of a body; without one, whether it is JSON. */
function named(check: string | undefined, isJson: boolean): Printable {
  return check === undefined ? isJson : new Code(check);
}

function parameter(checks: Map<string, string>, parameter: Parameter, document: JsonObject): Printable {
  const { name, place, content, schema } = parameter;
  const check = checks.get(`${place} ${name}`);
  return {
    ...encoding(parameter),
    ...(content === undefined && shape(parameter)),
    uuid: stringIn(deref(document, schema), 'format') === 'uuid' || undefined,
    content: check === undefined ? undefined : new Code(check),
  };
}

type Shaped = Pick<Parameter, 'type' | 'single' | 'properties' | 'open' | 'arrays' | 'style' | 'explode'>;

/** What a server knows of the shape of a value that travels as text. */
function shape({ type, single, properties, open, arrays, style, explode }: Shaped) {
  const isForm = style === 'form' && explode && type === 'object';
  return {
    type,
    single: single || undefined,
    properties: isForm && !open ? properties : undefined,
    open: (isForm && open) || undefined,
    arrays: arrays.length > 0 ? arrays : undefined,
  };
}

function toPrintable(value: unknown): Printable {
  if (Array.isArray(value)) return value.map(toPrintable);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPrintable(item)]));
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
