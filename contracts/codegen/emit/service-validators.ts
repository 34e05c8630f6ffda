import { type Json, type JsonObject, objectIn } from '../document/json.ts';
import { pascalCase } from '../names.ts';
import type { Form, FormField, Operation, Parameter, Service } from '../openapi/service.ts';
import { isJsonType } from '../runtime/media-type.ts';
import type { ParameterPlace } from '../runtime/parameter-style.ts';
import { COMPONENT_SCHEMAS, COMPONENTS, type Part } from './parts.ts';
import { Remembered } from './remembered.ts';
import { nameOfStatus } from './response-types.ts';
import {
  emitComponentValidators,
  emitValidators,
  ModuleMemory,
  type ValidatorModule,
  type ValidatorRequest,
} from './validators.ts';

const members: Record<ParameterPlace, string> = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' };

/** How an operation's checks are called in the generated modules: `requests.cancelOrderBody`. */
export interface CheckNames {
  /** Of all under the empty key; of one with `content` under its place and name. */
  parameters: Map<string, string>;
  /** By media type; of the JSON fields of a form by media type and name. */
  requests: Map<string, string>;
  /** By status and media type. */
  responses: Map<string, string>;
}

export function checkNames(operation: Operation): CheckNames {
  return names.of(operation, undefined, () => namesOfChecks(operation));
}

const names = new Remembered<Operation, CheckNames>();

function namesOfChecks(operation: Operation): CheckNames {
  const { id, body, replies, parameters, rawBody } = operation;
  const json = rawBody ? [] : (body?.media ?? []).filter(media => media.isJson && media.schema !== undefined);
  const requests = json.map(({ type }, index): [string, string] => [
    type,
    `requests.${id}Body${index === 0 ? '' : index + 1}`,
  ]);
  const contents = parameters.flatMap((parameter, index): [string, string][] =>
    isJsonContent(parameter) ? [[`${parameter.place} ${parameter.name}`, `requests.${id}Parameter${index + 1}`]] : [],
  );
  const responses = replies.flatMap(({ status, media }) =>
    media
      .filter(item => item.isJson && item.schema !== undefined)
      .map(({ type }, index): [string, string] => [
        `${status} ${type}`,
        `responses.${id}${nameOfStatus(status)}${index === 0 ? '' : pascalCase(String(index + 1))}`,
      ]),
  );
  return {
    parameters: new Map([...(parameters.length > 0 ? [['', `parameters.${id}Parameters`] as const] : []), ...contents]),
    requests: new Map([...requests, ...(rawBody ? [] : formNames(operation))]),
    responses: new Map(responses),
  };
}

/** The checks of bodies that are forms, and of their fields that are JSON. */
function formNames({ id, body }: Operation): [string, string][] {
  return (body?.media ?? []).flatMap(({ type, form }, index): [string, string][] => {
    if (!form) return [];
    const name = `${id}Form${index === 0 ? '' : index + 1}`;
    const fields = jsonFields(form).map((field, number): [string, string] => [
      `${type} ${field.name}`,
      `requests.${name}Field${number + 1}`,
    ]);
    return [[type, `forms.${name}`], ...fields];
  });
}

function jsonFields({ fields, others }: Form): FormField[] {
  return [...fields, ...(others ? [others] : [])].filter(({ json }) => json);
}

/** The modules of checks, by what they check; what it leads to are schemas by the name of their check. */
interface OperationSchemas {
  parameters: [string, Json][];
  requests: [string, Json][];
  forms: [string, Json][];
  responses: [string, Json][];
}

const schemas = new Remembered<Operation, OperationSchemas>();

function schemasOf(operation: Operation): OperationSchemas {
  const found: OperationSchemas = { parameters: [], requests: [], forms: [], responses: [] };
  const names = checkNames(operation);
  for (const [key, name] of names.parameters) {
    if (key === '') found.parameters.push([local(name), parametersSchema(operation)]);
    const parameter = operation.parameters.find(({ place, name: own }) => key === `${place} ${own}`);
    if (parameter) found.requests.push([local(name), parameter.schema]);
  }
  for (const media of operation.body?.media ?? []) {
    const name = names.requests.get(media.type);
    if (name === undefined) continue;
    if (media.form) found.forms.push([local(name), media.form.checked]);
    else if (media.schema !== undefined) found.requests.push([local(name), media.schema]);
    for (const field of media.form ? jsonFields(media.form) : []) {
      const check = names.requests.get(`${media.type} ${field.name}`);
      if (check !== undefined) found.requests.push([local(check), field.jsonSchema]);
    }
  }
  for (const { status, media } of operation.replies) {
    for (const { type, schema } of media) {
      const name = names.responses.get(`${status} ${type}`);
      if (name !== undefined && schema !== undefined) found.responses.push([local(name), schema]);
    }
  }
  return found;
}

/** What was made of the schemas of services; of those with the same components it is used again. */
export class ValidatorMemory {
  readonly #modules = new WeakMap<JsonObject, Map<string, ModuleMemory>>();

  of({ document }: Service, module: string): ModuleMemory {
    const components = objectIn(document, 'components');
    const known = this.#modules.get(components) ?? new Map<string, ModuleMemory>();
    this.#modules.set(components, known);
    const memory = known.get(module) ?? new ModuleMemory();
    known.set(module, memory);
    return memory;
  }
}

const kinds = {
  parameters: { strictness: 'plain', coerce: true, defaults: true },
  requests: { strictness: 'closed', coerce: false, defaults: true },
  forms: { strictness: 'closed', coerce: true, defaults: true },
  responses: { strictness: 'plain', coerce: false, defaults: false },
} as const;

const kindNames = ['parameters', 'requests', 'forms', 'responses'] as const;

/** How the schemas of one kind that operations have are checked. */
function requestOf(
  service: Service,
  operations: readonly Operation[],
  kind: (typeof kindNames)[number],
  runtime: string,
): ValidatorRequest {
  const all = operations.map(operation => schemas.of(operation, undefined, () => schemasOf(operation)));
  const own = new Map(all.flatMap(found => found[kind]));
  return { ...kinds[kind], schemas: own, document: service.document, runtime };
}

/** The validator modules of a service, by file name. */
export function emitServiceValidators(
  service: Service,
  runtime: string,
  memory?: ValidatorMemory,
): Map<string, ValidatorModule> {
  const modules = new Map<string, ValidatorModule>();
  for (const kind of kindNames) {
    const request = requestOf(service, service.operations, kind, runtime);
    if (kind === 'forms' && request.schemas.size === 0) continue;
    modules.set(kind, emitValidators({ ...request, memory: memory?.of(service, kind) }));
  }
  return modules;
}

/** The same in a file a part: `responses/orders`, and `responses/components` for what all of them refer to. */
export function emitSplitValidators(
  service: Service,
  parts: readonly Part[],
  runtime: string,
  memory?: ValidatorMemory,
): Map<string, ValidatorModule> {
  const modules = new Map<string, ValidatorModule>();
  for (const kind of kindNames) {
    const all = requestOf(service, service.operations, kind, runtime);
    const components = emitComponentValidators({ ...all, memory: memory?.of(service, kind) });
    if (components) {
      modules.set(`${kind}/${COMPONENTS}`, components.module);
      modules.set(`${kind}/${COMPONENT_SCHEMAS}`, components.texts);
    }
    for (const { file, operations } of parts) {
      const own = requestOf(service, operations, kind, runtime);
      const name = `${kind}/${file}`;
      if (own.schemas.size > 0)
        modules.set(name, emitValidators({ ...own, components, memory: memory?.of(service, name) }));
    }
  }
  return modules;
}

/** Whether the value is JSON text, which has a check of its own: nothing in it is coerced. */
function isJsonContent({ content }: Parameter): boolean {
  return content !== undefined && isJsonType(content);
}

function local(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

function parametersSchema({ parameters }: Operation): JsonObject {
  const properties: JsonObject = {};
  for (const place of ['path', 'query', 'header', 'cookie'] as const) {
    const own = parameters.filter(parameter => parameter.place === place);
    if (own.length === 0) continue;
    const required = own.filter(parameter => parameter.required).map(({ name }) => name);
    properties[members[place]] = {
      type: 'object',
      required,
      properties: Object.fromEntries(own.map(item => [item.name, isJsonContent(item) ? true : item.schema])),
    };
  }
  return { type: 'object', properties };
}
