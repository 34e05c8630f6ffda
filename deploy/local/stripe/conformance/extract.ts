/**
 * Cuts the schemas that the sandbox's answers need out of Stripe's OpenAPI document (https://github.com/stripe/openapi,
 * MIT licence):
 *   node deploy/local/stripe/conformance/extract.ts <spec3.json> >
 * deploy/local/stripe/conformance/stripe-schemas.json Kept are the members that the answers have and those that
 * Stripe requires; an answer with any other member fails the test.
 */
import { readFileSync } from 'node:fs';
import { openEndpoint, startSandbox } from '../testing/sandbox.ts';
import { collectSamples } from './samples.ts';

interface Schema {
  $ref?: string;
  type?: string;
  nullable?: boolean;
  enum?: unknown[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  required?: string[];
}

/**
 * Members of the API version that the SDK pins which the published document, a version older, lacks; the SDK's types
 * check them.
 */
const newerMembers = new Set([
  'allowed_payment_method_types',
  'electronic_commerce_indicator',
  'payment_record',
  'intended_submission_method',
  'submission_method',
  'source',
]);

const [file = ''] = process.argv.slice(2);
const document: { info: { version: string }; components: { schemas: Record<string, Schema> } } = JSON.parse(
  readFileSync(file, 'utf8'),
);

function resolve(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined
    ? schema
    : { ...resolve(document.components.schemas[name] ?? {}), ...(schema.nullable ? { nullable: true } : {}) };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schema as JSON Schema, with only what the samples touch. */
function keep(reference: Schema, samples: readonly unknown[], isRoot = false): object {
  const schema = resolve(reference);
  const root = schema.properties?.object?.enum?.[0];
  if (!isRoot && typeof root === 'string' && values.has(root)) return { $ref: `#/schemas/${root}` };
  const present = samples.filter(sample => sample !== null && sample !== undefined);
  const nullable = (kept: object) => (schema.nullable ? { anyOf: [{ type: 'null' }, kept] } : kept);
  if (schema.anyOf) {
    const branches = schema.anyOf.map(resolve);
    const scalars = branches.filter(branch => branch.type !== 'object');
    const objects = present.filter(isObject);
    const chosen = branches.find(branch => branch.type === 'object' && fits(branch, objects[0]));
    const kept = [
      ...scalars.map(branch => keep(branch, present)),
      ...(chosen && objects.length > 0 ? [keep(chosen, objects)] : []),
    ];
    return kept.length === 0 ? { type: 'null' } : nullable({ anyOf: kept });
  }
  if (schema.type === 'array') {
    const items = present.flatMap(sample => (Array.isArray(sample) ? sample : []));
    return nullable({ type: 'array', items: schema.items ? keep(schema.items, items) : {} });
  }
  if (schema.type === 'object' || schema.properties)
    return present.length === 0 ? { type: 'null' } : nullable(keepObject(schema, present.filter(isObject)));
  return nullable({
    ...(schema.type ? { type: schema.type } : {}),
    ...(schema.enum ? { enum: schema.enum.filter(value => value !== '') } : {}),
  });
}

const fits = (branch: Schema, sample: Record<string, unknown> | undefined): boolean =>
  sample !== undefined &&
  (branch.properties?.object?.enum === undefined || branch.properties.object.enum.includes(sample.object));

function keepObject(schema: Schema, samples: readonly Record<string, unknown>[]): object {
  if (!schema.properties) {
    const values =
      typeof schema.additionalProperties === 'object'
        ? keep(schema.additionalProperties, samples.flatMap(Object.values))
        : {};
    return { type: 'object', additionalProperties: values };
  }
  const names = new Set(samples.flatMap(Object.keys));
  for (const name of schema.required ?? []) names.add(name);
  const properties: Record<string, object> = {};
  for (const name of [...names].sort()) {
    const property = schema.properties[name];
    if (property)
      properties[name] = keep(
        property,
        samples.map(sample => sample[name]),
      );
    else if (newerMembers.has(name)) properties[name] = {};
    else throw new Error(`Stripe's document has no member ${name}: ${JSON.stringify(Object.keys(schema.properties))}`);
  }
  return { type: 'object', required: [...(schema.required ?? [])].sort(), properties, additionalProperties: false };
}

const endpoint = await openEndpoint();
const sandbox = await startSandbox([endpoint.url]);
const samples = await collectSamples(sandbox, endpoint);
await sandbox.stop();
await endpoint.close();

/** Every object in the answers, also the nested ones, under the name of its schema. */
const values = new Map<string, unknown[]>();
const note = (name: string, value: unknown) => values.set(name, [...(values.get(name) ?? []), value]);
function noteObjects(value: unknown): void {
  if (Array.isArray(value)) value.forEach(noteObjects);
  if (!isObject(value)) return;
  if (typeof value.object === 'string' && value.object in document.components.schemas) note(value.object, value);
  Object.values(value).forEach(noteObjects);
}
for (const { schema, value } of samples) {
  if (schema === 'api_errors') note(schema, value);
  noteObjects(value);
}
const schemas = Object.fromEntries(
  [...values].sort().map(([name, found]) => [name, keep({ $ref: `#/${name}` }, found, true)]),
);
const source = `Extract of Stripe's OpenAPI document ${document.info.version}, https://github.com/stripe/openapi, MIT licence, Copyright (c) Stripe, Inc.`;
process.stdout.write(`${JSON.stringify({ source, schemas }, null, 1)}\n`);
