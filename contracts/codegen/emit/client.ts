import { pascalCase, quote } from '../names.ts';
import { pathParts } from '../openapi/path-template.ts';
import type { MediaType, Operation, Service } from '../openapi/service.ts';
import { writeTarget } from '../runtime/parameter-writer.ts';
import { encodePathTemplate } from '../runtime/path.ts';
import { hasChoice } from './input-types.ts';
import { clientEncoding, formEncodings } from './parameter-encoding.ts';
import { comment, importTypes, type Printable, print } from './printer.ts';
import { Remembered } from './remembered.ts';
import type { OperationTypes } from './types.ts';

const undeclared = 'A status that the contract does not declare throws `ProblemError` or `UnexpectedResponseError`.';

/** `client.ts`: one method an operation; `typesFile` is where its types are imported from. */
export function emitClient(
  service: Service,
  types: Map<string, OperationTypes>,
  runtime: string,
  typesFile = './types.ts',
): string {
  const name = pascalCase(service.name);
  if (service.operations.length === 0) return emptyClient(service, name, runtime);
  const imported = new Set<string>();
  const signatures = service.operations.map(operation => {
    const { request = 'never', result = 'never', requestOptional = false } = types.get(operation.id) ?? {};
    imported.add(request).add(result);
    const key = `${request} ${result} ${requestOptional}`;
    return methods.of(operation, key, () => methodCode(operation, request, result, requestOptional));
  });
  const entries = service.operations.map(
    ({ id }) => `    ${id}: (input, options) => call(operations.${id}, input, options),\n`,
  );
  return `import { type CallOptions, type ClientOptions, createCall } from ${quote(`${runtime}/client.ts`)};
${importTypes([...imported].sort(), typesFile)}
${comment(`Calls ${service.title}. ${undeclared}`)}export interface ${name}Client {
${signatures.join('')}}

const operations = {
${service.operations.map(operation => `  ${operation.id}: ${definitions.of(operation, undefined, () => print(definition(operation), 1))},\n`).join('')}} as const;

export function create${name}Client(options: ClientOptions): ${name}Client {
  const call = createCall(options);
  return {
${entries.join('')}  };
}
`;
}

const methods = new Remembered<Operation, string>();
const definitions = new Remembered<Operation, string>();

function methodCode(operation: Operation, request: string, result: string, requestOptional: boolean): string {
  const input = requestOptional ? `input?: ${request}` : `input: ${request}`;
  const text = [
    operation.summary && `${operation.summary}.`.replace('..', '.'),
    `\`${`${operation.method.toUpperCase()} ${operation.path}`.trim()}\``,
  ]
    .filter(Boolean)
    .join(' ');
  return `${comment(text, '  ')}  ${operation.id}(${input}, options?: CallOptions): Promise<${result}>;\n`;
}

/** The client of a service without operations. */
function emptyClient(service: Service, name: string, runtime: string): string {
  return `import type { ClientOptions } from ${quote(`${runtime}/client.ts`)};

${comment(`Calls ${service.title}, which has no operations.`)}export type ${name}Client = Record<string, never>;

export function create${name}Client(_options: ClientOptions): ${name}Client {
  return {};
}
`;
}

/** A path as requests carry it, with the query that it has in the contract. */
function requestPath(path: string): string {
  const { template, query } = pathParts(path);
  return writeTarget(encodePathTemplate(template), new URLSearchParams([...query]).toString());
}

function definition(operation: Operation): Printable {
  const { body, replies, parameters } = operation;
  const [media] = body?.media ?? [];
  const encodings = parameters.map(clientEncoding).filter(encoding => encoding !== undefined);
  const choices = replies
    .filter(reply => hasChoice(reply.media))
    .map(({ status, media: types }): [string, string[]] => [String(status), types.map(({ type }) => type)]);
  const forms = (body?.media ?? []).flatMap(({ type, form }): [string, Printable][] =>
    form && !operation.rawBody ? [[type, formEncodings(form)]] : [],
  );
  return {
    method: operation.method.toUpperCase(),
    path: requestPath(operation.path),
    parameters: encodings.length > 0 ? encodings : undefined,
    contentType: body && media && !hasChoice(body.media) ? media.type : undefined,
    forms: forms.length > 0 ? Object.fromEntries(forms) : undefined,
    raw: operation.rawBody ? true : undefined,
    statuses: Object.fromEntries(replies.map(reply => [String(reply.status), bodyKind(reply.media)])),
    choices: choices.length > 0 ? Object.fromEntries(choices) : undefined,
  };
}

function bodyKind(media: MediaType[]): string {
  const [first] = media;
  if (!first) return 'none';
  if (media.some(({ isJson }) => isJson)) return 'json';
  if (first.type.startsWith('text/event-stream')) return 'stream';
  return media.every(({ isText }) => isText) ? 'text' : 'bytes';
}
