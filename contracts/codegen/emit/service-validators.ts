import type { Json, JsonObject } from '../document/json.ts';
import { pascalCase } from '../names.ts';
import type { Form, FormField, Operation, Parameter, Service } from '../openapi/service.ts';
import { isJsonType } from '../runtime/media-type.ts';
import type { ParameterPlace } from '../runtime/parameter-style.ts';
import { nameOfStatus } from './response-types.ts';
import { emitValidators, type ValidatorModule } from './validators.ts';

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

/** The validator modules of a service, by file name. */
export function emitServiceValidators(service: Service, runtime: string): Map<string, ValidatorModule> {
  const parameters = new Map<string, Json>();
  const requests = new Map<string, Json>();
  const forms = new Map<string, Json>();
  const responses = new Map<string, Json>();
  for (const operation of service.operations) {
    const names = checkNames(operation);
    for (const [key, name] of names.parameters) {
      if (key === '') parameters.set(local(name), parametersSchema(operation));
      const parameter = operation.parameters.find(({ place, name: own }) => key === `${place} ${own}`);
      if (parameter) requests.set(local(name), parameter.schema);
    }
    for (const media of operation.body?.media ?? []) {
      const name = names.requests.get(media.type);
      if (name === undefined) continue;
      if (media.form) forms.set(local(name), media.form.checked);
      else if (media.schema !== undefined) requests.set(local(name), media.schema);
      for (const field of media.form ? jsonFields(media.form) : []) {
        const check = names.requests.get(`${media.type} ${field.name}`);
        if (check !== undefined) requests.set(local(check), field.jsonSchema);
      }
    }
    for (const { status, media } of operation.replies) {
      for (const { type, schema } of media) {
        const name = names.responses.get(`${status} ${type}`);
        if (name !== undefined && schema !== undefined) responses.set(local(name), schema);
      }
    }
  }
  const { document } = service;
  const read = { document, runtime, defaults: true };
  return new Map([
    ['parameters', emitValidators({ ...read, schemas: parameters, strictness: 'plain', coerce: true })],
    ['requests', emitValidators({ ...read, schemas: requests, strictness: 'closed', coerce: false })],
    ...(forms.size > 0
      ? [['forms', emitValidators({ ...read, schemas: forms, strictness: 'closed', coerce: true })] as const]
      : []),
    [
      'responses',
      emitValidators({ schemas: responses, strictness: 'plain', document, coerce: false, defaults: false, runtime }),
    ],
  ]);
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
