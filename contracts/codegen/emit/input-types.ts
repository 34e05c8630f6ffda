import { isObject, type JsonObject, refOf } from '../document/json.ts';
import { withFileSchemas } from '../openapi/form.ts';
import type { Form, MediaType, Operation, Parameter, Schema } from '../openapi/service.ts';
import type { ParameterPlace } from '../runtime/parameter-style.ts';
import { typeKeyword } from './schema-type.ts';

/** Gives an inline schema a name of its own and returns the reference to it. */
export type Hoist = (schema: Schema, wanted: string) => Schema;

const members: Record<ParameterPlace, string> = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' };

/**
 * What the handler of an operation gets, as a schema: every member is there, and parameters with a default always have
 * a value.
 */
export function inputSchema(operation: Operation, hoist: Hoist, document: JsonObject): JsonObject {
  const schema = new ObjectSchema();
  for (const [place, member] of places(operation)) {
    schema.add(
      member,
      parametersSchema(operation, place, hoist, ({ required, hasDefault }) => required || hasDefault),
      true,
    );
  }
  addBody(schema, operation, hoist, {
    raw: 'Buffer',
    bytes: 'Readable',
    form: (written, form) => withFileSchemas(document, written, form, { [typeKeyword]: 'File' }),
    formName: 'Body',
  });
  return schema.json();
}

/** What a client passes: what has a default or is optional may be left out. */
export function requestSchema(operation: Operation, hoist: Hoist, document: JsonObject): JsonObject {
  const schema = new ObjectSchema();
  for (const [place, member] of places(operation)) {
    const parameters = parametersSchema(operation, place, hoist, ({ required }) => required);
    schema.add(member, parameters, 'required' in parameters);
  }
  addBody(schema, operation, hoist, {
    raw: 'Uint8Array | string',
    bytes: 'Uint8Array | Readable | string',
    form: (written, form) => withFileSchemas(document, written, form, { [typeKeyword]: 'Blob' }),
    formName: 'Upload',
  });
  return schema.json();
}

interface BodyTypes {
  raw: string;
  bytes: string;
  /** The schema of a form with the type that its files have here. */
  form(schema: Schema, form: Form): Schema;
  formName: string;
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

function addBody(schema: ObjectSchema, operation: Operation, hoist: Hoist, types: BodyTypes): void {
  const { body, typeName, rawBody } = operation;
  if (!body) return;
  const bodyOf = ({ isJson, schema: written, form }: MediaType): Schema => {
    if (rawBody) return { [typeKeyword]: types.raw };
    if (form && written !== undefined)
      return hoist(
        types.form(written, form),
        `${typeName}${form.fields.some(({ file }) => file) ? types.formName : 'Body'}`,
      );
    if (!isJson) return { [typeKeyword]: types.bytes };
    return written === undefined ? {} : hoist(written, `${typeName}Body`);
  };
  const bodies = body.media.map(media => ({ type: media.type, body: bodyOf(media) }));
  const distinct = [...new Map(bodies.map(item => [JSON.stringify(item.body), item.body])).values()];
  const [only] = distinct;
  if (distinct.length > 1) {
    schema.choose(
      bodies.map(item => bodyBranch(contentType([item.type]), item.body)),
      body.required,
    );
    return;
  }
  if (hasChoice(body.media)) schema.add('contentType', contentType(body.media.map(({ type }) => type)), body.required);
  schema.add('body', only ?? {}, body.required);
}

/** The content type says which body it is. */
function bodyBranch(type: Schema, body: Schema): JsonObject {
  return { type: 'object', required: ['contentType', 'body'], properties: { contentType: type, body } };
}

/** Whether the content type must be given, because the contract leaves a choice. */
export function hasChoice(media: readonly { type: string }[]): boolean {
  return media.length > 1 || media.some(({ type }) => type.includes('*'));
}

function contentType(types: string[]): Schema {
  return types.some(type => type.includes('*')) ? { type: 'string' } : { enum: types };
}

class ObjectSchema {
  readonly #properties: JsonObject = {};
  readonly #required: string[] = [];
  #branches: JsonObject[] = [];

  add(name: string, schema: Schema, required: boolean): void {
    this.#properties[name] = schema;
    if (required) this.#required.push(name);
  }

  /** One of several sets of members, or none of them. */
  choose(branches: JsonObject[], required: boolean): void {
    const nothing = { [typeKeyword]: 'undefined' };
    const none = { type: 'object', properties: { contentType: nothing, body: nothing } };
    this.#branches = required ? branches : [...branches, none];
  }

  json(): JsonObject {
    const required = this.#required.length > 0 ? { required: this.#required } : {};
    const isEmpty = Object.keys(this.#properties).length === 0;
    if (isEmpty && this.#branches.length > 0) return { oneOf: this.#branches };
    return {
      type: 'object',
      ...required,
      properties: this.#properties,
      ...(isEmpty && { additionalProperties: false }),
      ...(this.#branches.length > 0 && { oneOf: this.#branches }),
    };
  }
}
