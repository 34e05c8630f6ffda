import { isObject, type JsonObject, refOf } from '../document/json.ts';
import type { Operation, Parameter, Schema } from '../openapi/service.ts';
import type { ParameterPlace } from '../runtime/parameter-style.ts';
import { typeKeyword } from './schema-type.ts';

/** Gives an inline schema a name of its own and returns the reference to it. */
export type Hoist = (schema: Schema, wanted: string) => Schema;

const members: Record<ParameterPlace, string> = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' };

/**
 * What the handler of an operation gets, as a schema: every member is there, and parameters with a default always have
 * a value.
 */
export function inputSchema(operation: Operation, hoist: Hoist): JsonObject {
  const schema = new ObjectSchema();
  for (const [place, member] of places(operation)) {
    schema.add(
      member,
      parametersSchema(operation, place, hoist, ({ required, hasDefault }) => required || hasDefault),
      true,
    );
  }
  addBody(schema, operation, hoist, { raw: 'Buffer', bytes: 'Readable' });
  return schema.json();
}

/** What a client passes: what has a default or is optional may be left out. */
export function requestSchema(operation: Operation, hoist: Hoist): JsonObject {
  const schema = new ObjectSchema();
  for (const [place, member] of places(operation)) {
    const parameters = parametersSchema(operation, place, hoist, ({ required }) => required);
    schema.add(member, parameters, 'required' in parameters);
  }
  addBody(schema, operation, hoist, { raw: 'Uint8Array | string', bytes: 'Uint8Array | Readable | string' });
  return schema.json();
}

function places(operation: Operation): [ParameterPlace, string][] {
  const order: ParameterPlace[] = ['path', 'query', 'header', 'cookie'];
  return order
    .filter(place => operation.parameters.some(parameter => parameter.place === place))
    .map(place => [place, members[place]]);
}

function parametersSchema(
  operation: Operation,
  place: ParameterPlace,
  hoist: Hoist,
  isRequired: (parameter: Parameter) => boolean,
): JsonObject {
  const schema = new ObjectSchema();
  for (const parameter of operation.parameters) {
    if (parameter.place !== place) continue;
    const type = hoist(parameter.schema, '');
    const { name, description } = parameter;
    const isDescribed = description !== undefined && isObject(type) && refOf(type) === undefined;
    schema.add(name, isDescribed ? { ...type, description } : type, isRequired(parameter));
  }
  return schema.json();
}

function addBody(
  schema: ObjectSchema,
  operation: Operation,
  hoist: Hoist,
  types: { raw: string; bytes: string },
): void {
  const { body, typeName, rawBody } = operation;
  if (!body) return;
  const bodies: Schema[] = [];
  for (const media of body.media) {
    if (rawBody) bodies.push({ [typeKeyword]: types.raw });
    else if (!media.isJson) bodies.push({ [typeKeyword]: types.bytes });
    else bodies.push(media.schema === undefined ? {} : hoist(media.schema, `${typeName}Body`));
  }
  const distinct = [...new Map(bodies.map(item => [JSON.stringify(item), item])).values()];
  if (hasChoice(body.media)) schema.add('contentType', contentType(body.media.map(({ type }) => type)), body.required);
  const [only] = distinct;
  schema.add('body', distinct.length === 1 && only !== undefined ? only : { anyOf: distinct }, body.required);
}

/** Whether the content type must be told, because the contract leaves a choice. */
export function hasChoice(media: readonly { type: string }[]): boolean {
  return media.length > 1 || media.some(({ type }) => type.includes('*'));
}

function contentType(types: string[]): Schema {
  return types.some(type => type.includes('*')) ? { type: 'string' } : { enum: types };
}

class ObjectSchema {
  readonly #properties: JsonObject = {};
  readonly #required: string[] = [];

  add(name: string, schema: Schema, required: boolean): void {
    this.#properties[name] = schema;
    if (required) this.#required.push(name);
  }

  json(): JsonObject {
    const required = this.#required.length > 0 ? { required: this.#required } : {};
    const isEmpty = Object.keys(this.#properties).length === 0;
    return {
      type: 'object',
      ...required,
      properties: this.#properties,
      ...(isEmpty && { additionalProperties: false }),
    };
  }
}
