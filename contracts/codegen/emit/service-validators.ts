import type { Json, JsonObject } from '../document/json.ts';
import { pascalCase } from '../names.ts';
import { isJsonType } from '../openapi/media-type.ts';
import type { Operation, Parameter, Service } from '../openapi/service.ts';
import type { ParameterPlace } from '../runtime/parameter-style.ts';
import { nameOfStatus } from './response-types.ts';
import { emitValidators, type ValidatorModule } from './validators.ts';

const members: Record<ParameterPlace, string> = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' };

/** How an operation's checks are called in the generated modules: `requests.cancelOrderBody`. */
export interface CheckNames {
  /** Of all under the empty key; of one with `content` under its place and name. */
  parameters: Map<string, string>;
  /** By media type. */
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
    requests: new Map(requests),
    responses: new Map(responses),
  };
}

/** The three validator modules of a service, by file name. */
export function emitServiceValidators(service: Service, runtime: string): Map<string, ValidatorModule> {
  const parameters = new Map<string, Json>();
  const requests = new Map<string, Json>();
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
      if (name !== undefined && media.schema !== undefined) requests.set(local(name), media.schema);
    }
    for (const { status, media } of operation.replies) {
      for (const { type, schema } of media) {
        const name = names.responses.get(`${status} ${type}`);
        if (name !== undefined && schema !== undefined) responses.set(local(name), schema);
      }
    }
  }
  const { document } = service;
  return new Map([
    [
      'parameters',
      emitValidators({ schemas: parameters, strictness: 'plain', document, coerce: true, defaults: true, runtime }),
    ],
    [
      'requests',
      emitValidators({ schemas: requests, strictness: 'closed', document, coerce: false, defaults: true, runtime }),
    ],
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
