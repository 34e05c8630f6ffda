import { encodingOf } from '../conformance/send.ts';
import { isObject, type Json, type JsonObject, objectIn, stringIn, valueAt } from '../document/json.ts';
import { ValueGenerator } from '../mock/generate-value.ts';
import { Random } from '../mock/random.ts';
import { camelCase, pascalCase, propertyKey } from '../names.ts';
import { deref } from '../openapi/deref.ts';
import type { Operation, Parameter, Service } from '../openapi/service.ts';
import { ParameterValueError, writeHeaders, writePath, writeQuery, writeTarget } from '../runtime/parameter-writer.ts';

/** A request that the contract allows, as it is sent. */
export interface RequestSample {
  /** Path and query. */
  target: string;
  headers: Record<string, string>;
  body: string | undefined;
  /** The same for the generated client. */
  input: JsonObject;
}

/** How deep the values go that are shown: what is deeper is in the schemas. */
export const SHOWN_DEPTH = 2;

const places = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' } as const;

/** Makes requests as examples: of the document's examples, else of values that its schemas allow. */
export class RequestSamples {
  readonly #service: Service;
  readonly #values: ValueGenerator;

  constructor(service: Service) {
    this.#service = service;
    this.#values = new ValueGenerator(service.document, SHOWN_DEPTH);
  }

  of(operation: Operation): RequestSample {
    const values = operation.parameters
      .filter(({ required, place }) => required && place !== 'cookie')
      .map((parameter): [Parameter, Json] => [parameter, this.value(parameter)]);
    const of = (place: Parameter['place']) =>
      Object.fromEntries(
        values.filter(([parameter]) => parameter.place === place).map(([{ name }, value]) => [name, value]),
      );
    const body = this.body(operation);
    const encodings = values.map(([parameter]) => encodingOf(parameter));
    const written = attempt(() => ({
      path: writePath(operation.path, of('path'), encodings),
      query: writeQuery(of('query'), encodings),
      headers: writeHeaders(of('header'), encodings),
    })) ?? { path: operation.path, query: '', headers: {} };
    const input: JsonObject = {};
    for (const [parameter, value] of values) {
      const place = places[parameter.place];
      input[place] = { ...objectIn(input, place), [parameter.name]: value };
    }
    if (body) input.body = body.value;
    return {
      target: writeTarget(written.path, written.query),
      headers: { ...written.headers, ...(body && { 'content-type': body.type }) },
      body: body && (body.isJson ? JSON.stringify(body.value, null, 2) : formOf(body.value)),
      input,
    };
  }

  /** An example of a parameter. */
  value({ at, schema, name }: Parameter): Json {
    const holder = deref(this.#service.document, valueAt(this.#service.document, at));
    return exampleIn(this.#service.document, holder) ?? this.#values.value(schema, new Random(name));
  }

  body(operation: Operation): { type: string; isJson: boolean; value: Json } | undefined {
    const media = operation.body?.media.find(({ isJson }) => isJson) ?? operation.body?.media[0];
    if (!media) return undefined;
    const { document } = this.#service;
    const written = deref(document, valueAt(document, [...operation.at, 'requestBody']));
    const content = Object.entries(objectIn(written, 'content')).find(
      ([type]) => type.toLowerCase() === media.type,
    )?.[1];
    const value = exampleIn(document, content) ?? this.#values.value(media.schema ?? true, new Random(operation.id));
    return { type: media.type, isJson: media.isJson, value };
  }

  example(schema: Json, holder: Json | undefined, seed: string): Json {
    return exampleIn(this.#service.document, holder) ?? this.#values.value(schema, new Random(seed));
  }
}

/** The first example that an object gives. */
export function exampleIn(document: JsonObject, holder: Json | undefined): Json | undefined {
  const [first] = Object.values(objectIn(holder, 'examples')).map(item => deref(document, item));
  if (isObject(first) && first.value !== undefined) return first.value;
  return isObject(holder) ? holder.example : undefined;
}

/** The call of curl; texts are quoted so that a shell takes them as they are. */
export function curlSample(method: string, sample: RequestSample, base: string): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const verb = method.toUpperCase();
  const lines = [
    `curl ${verb === 'GET' ? '' : verb === 'HEAD' ? '--head ' : `-X ${verb} `}${quoted(base + sample.target)}`,
    ...Object.entries(sample.headers).map(([name, value]) => `  -H ${quoted(`${name}: ${value}`)}`),
    ...(sample.body === undefined ? [] : [`  -d ${quoted(sample.body)}`]),
  ];
  return lines.join(' \\\n');
}

/** The call of the generated client. */
export function clientSample(service: Service, operation: Operation, sample: RequestSample, base: string): string {
  const variable = camelCase(service.name);
  const given = Object.keys(sample.input).length === 0 ? '' : literal(sample.input, 0);
  return `const ${variable} = create${pascalCase(service.name)}Client({ baseUrl: ${JSON.stringify(base || '/')} });

const answer = await ${variable}.${operation.id}(${given});`;
}

function literal(value: Json, indent: number): string {
  if (Array.isArray(value)) {
    const items = value.map(item => literal(item, indent + 1));
    return short(
      `[${items.join(', ')}]`,
      () => `[\n${items.map(item => `${pad(indent + 1)}${item},\n`).join('')}${pad(indent)}]`,
    );
  }
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => `${propertyKey(key)}: ${literal(item, indent + 1)}`);
  if (members.length === 0) return '{}';
  return short(
    `{ ${members.join(', ')} }`,
    () => `{\n${members.map(member => `${pad(indent + 1)}${member},\n`).join('')}${pad(indent)}}`,
  );
}

const pad = (indent: number): string => '  '.repeat(indent);
const short = (line: string, long: () => string): string => (line.length <= 80 && !line.includes('\n') ? line : long());

function formOf(value: Json): string {
  if (!isObject(value)) return typeof value === 'string' ? value : JSON.stringify(value);
  const texts = Object.entries(value).map(([name, item]): [string, string] => [
    name,
    typeof item === 'string' ? item : JSON.stringify(item),
  ]);
  return new URLSearchParams(texts).toString();
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof ParameterValueError || error instanceof URIError) return undefined;
    throw error;
  }
}

/** Where the examples of a document are sent: its first server that has an address. */
export function serverOf({ document }: Service): string | undefined {
  const servers = Array.isArray(document.servers) ? document.servers : [];
  const url = servers.map(server => stringIn(server, 'url')).find(text => text !== undefined && /^https?:/i.test(text));
  return url?.replace(/\/+$/, '');
}
