import { Ajv2020 } from 'ajv/dist/2020.js';
import draft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import {
  formatPointer,
  isObject,
  type Json,
  type JsonObject,
  parsePointer,
  valueAt,
} from '../../contracts/codegen/document/json.ts';

/** What the linter says of examples, held against ajv: how many of its findings another validator confirms. */
export interface ExampleFindings {
  all: number;
  /** ajv refuses the example too. */
  confirmed: number;
  /** ajv takes it, and the findings name a field that nothing declares: covenant's requests are closed. */
  undeclared: number;
  /** Neither, or no schema could be made for ajv. */
  others: string[];
}

export interface ExampleFinding {
  message: string;
  path: readonly (string | number)[];
}

/** Formats of OpenAPI that ajv does not know; they constrain numbers and texts in ways that no example here breaks. */
const unchecked = ['int32', 'int64', 'float', 'double', 'password', 'byte', 'binary'];

/** Holds the findings of one document's examples against ajv. `document` is the one of its file, not bundled. */
export function confirmExamples(document: JsonObject, findings: readonly ExampleFinding[]): ExampleFindings {
  const is30 = typeof document.openapi === 'string' && document.openapi.startsWith('3.0');
  const options = { strict: false, allErrors: true, logger: false, validateSchema: false } as const;
  const ajv = is30 ? new draft04.default(options) : new Ajv2020(options);
  addFormats.default(ajv);
  for (const format of unchecked) ajv.addFormat(format, true);
  const schemas = plain(document, is30, false);
  if (!isObject(schemas)) return { all: 0, confirmed: 0, undeclared: 0, others: [] };
  ajv.addSchema(schemas, 'document');
  const byExample = new Map<string, ExampleFinding[]>();
  for (const finding of findings) {
    const key = formatPointer([...finding.path]);
    byExample.set(key, [...(byExample.get(key) ?? []), finding]);
  }
  const counts: ExampleFindings = { all: findings.length, confirmed: 0, undeclared: 0, others: [] };
  for (const [pointer, found] of byExample) {
    const example = exampleAt(document, parsePointer(pointer));
    const isRefused = example && refuses(ajv, example);
    if (isRefused === true) counts.confirmed += found.length;
    else if (isRefused === false && found.some(({ message }) => message.endsWith('is not known')))
      counts.undeclared += found.length;
    else counts.others.push(...found.map(({ message }) => `${pointer}: ${message}`));
  }
  return counts;
}

interface Example {
  /** Where the schema stands. */
  schema: readonly string[];
  value: Json;
}

/** The value of an example and where its schema stands; undefined where the schema stands somewhere else. */
function exampleAt(document: JsonObject, path: readonly string[]): Example | undefined {
  const index = path.findLastIndex(key => key === 'example' || key === 'examples');
  const holderPath = path.slice(0, index);
  const holder = valueAt(document, [...holderPath]);
  if (index <= 1 || !isObject(holder)) return undefined;
  const isOfMedia = holder.schema !== undefined && holder.properties === undefined;
  const schema = isOfMedia ? [...holderPath, 'schema'] : holderPath;
  const written = valueAt(document, path.slice(0, index + (path[index] === 'example' ? 1 : 2)));
  if (!isOfMedia || path[index] === 'example') return written === undefined ? undefined : { schema, value: written };
  const ref = isObject(written) ? written.$ref : undefined;
  const named = typeof ref === 'string' ? valueAt(document, parsePointer(ref)) : written;
  const value = isObject(named) ? named.value : undefined;
  return value === undefined ? undefined : { schema, value };
}

/** Whether ajv refuses a value; undefined where it makes nothing of the schema. */
function refuses(ajv: { compile(schema: object): (value: unknown) => unknown }, { schema, value }: Example) {
  try {
    const pointer = formatPointer([...schema])
      .split('/')
      .map(encodeURIComponent)
      .join('/');
    return ajv.compile({ $ref: `document#${pointer}` })(value) !== true;
  } catch {
    return undefined;
  }
}

/** Maps from names of an author's: in them `id` and `example` are names. */
const maps = new Set(['properties', 'patternProperties', 'schemas', '$defs', 'definitions']);
const annotations = new Set(['id', '$id', 'example', 'discriminator', 'xml', 'externalDocs']);

/** A document for ajv: without annotations that it takes for something else, `nullable` in the words of JSON Schema. */
function plain(value: Json, is30: boolean, isMap: boolean): Json {
  if (Array.isArray(value)) return value.map(item => plain(item, is30, false));
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    if (!isMap && (annotations.has(key) || (key === 'examples' && !Array.isArray(item)))) continue;
    copy[key] = plain(item, is30, !isMap && maps.has(key));
  }
  if (isMap || !is30) return copy;
  if (typeof copy.$ref === 'string') return { $ref: copy.$ref };
  const { nullable, ...schema } = copy;
  if (nullable !== true) return nullable === undefined || nullable === false ? schema : copy;
  if (typeof schema.type === 'string') schema.type = [schema.type, 'null'];
  if (Array.isArray(schema.enum) && !schema.enum.includes(null)) schema.enum = [...schema.enum, null];
  return schema;
}
