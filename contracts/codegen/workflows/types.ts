import { SchemaDocument, typeOf } from '../compare/schema-document.ts';
import { schemaParts } from '../compare/schema-parts.ts';
import {
  arrayIn,
  isObject,
  type Json,
  type JsonObject,
  objectIn,
  parsePointer,
  stringIn,
  stringsIn,
} from '../document/json.ts';
import { isJsonType } from '../runtime/media-type.ts';
import { parseExpression } from './expression.ts';
import type { Target, Targets } from './targets.ts';
import type { Step, Workflow } from './workflow.ts';

/** A schema of a document; 'any' where nothing is known of the values. */
export type Known = { document: SchemaDocument; schema: Json } | 'any';

const documents = new WeakMap<JsonObject, SchemaDocument>();

export function schemaDocument(document: JsonObject): SchemaDocument {
  const known = documents.get(document) ?? new SchemaDocument(document, '2020-12');
  documents.set(document, known);
  return known;
}

const text = (): Known => ({ document: new SchemaDocument({}, '2020-12'), schema: { type: 'string' } });

/** What is known of an expression in a step, or why it can stand for nothing. */
export function typeOfExpression(
  written: string,
  workflow: Workflow,
  step: Step | undefined,
  targets: Targets,
): Known | { problem: string } {
  const expression = parseExpression(written);
  if (!expression) return { problem: `${written} is no runtime expression` };
  const { kind } = expression;
  if (kind === 'url' || kind === 'method') return text();
  if (kind === 'statusCode') return { document: new SchemaDocument({}, '2020-12'), schema: { type: 'integer' } };
  if (kind === 'inputs') {
    const inputs = { document: new SchemaDocument(workflow.inputs, '2020-12'), schema: workflow.inputs };
    return below(inputs, [expression.name, ...parsePointer(expression.pointer)], written);
  }
  if (kind === 'steps') {
    const earlier = workflow.steps.find(({ id }) => id === expression.step);
    if (!earlier) return { problem: `${written}: there is no step ${expression.step}` };
    if (step && workflow.steps.indexOf(earlier) >= workflow.steps.indexOf(step))
      return { problem: `${written}: the step ${expression.step} comes later` };
    const output = earlier.outputs[expression.name];
    if (output === undefined) return { problem: `${written}: the step ${expression.step} has no such output` };
    if (typeof output !== 'string') return 'any';
    const held = typeOfExpression(output, workflow, earlier, targets);
    return held !== 'any' && 'problem' in held ? 'any' : below(held, parsePointer(expression.pointer), written);
  }
  if (kind === 'workflows' || kind === 'sourceDescriptions' || kind === 'self') return 'any';
  if (!step) return { problem: `${written} means something in a step only` };
  const target = targets.of(step);
  if ('problem' in target) return 'any';
  if (kind === 'outputs') {
    if (target.kind !== 'workflow') return { problem: `${written}: the step is no workflow` };
    const output = target.workflow.outputs[expression.name];
    if (output === undefined) return { problem: `${written}: ${target.workflow.id} has no such output` };
    if (typeof output !== 'string') return 'any';
    const held = typeOfExpression(output, target.workflow, undefined, targets);
    return held !== 'any' && 'problem' in held ? 'any' : below(held, parsePointer(expression.pointer), written);
  }
  if (!('pointer' in expression)) return text();
  const keys = parsePointer(expression.pointer);
  const bodies = bodiesOf(kind, target);
  if (bodies.length === 0) return { problem: `${written}: there is no such body` };
  const found = bodies.map(body => below(body, keys, written));
  return found.find(one => one === 'any' || !('problem' in one)) ?? found[0] ?? 'any';
}

function bodiesOf(kind: 'request' | 'response' | 'message', target: Target): Known[] {
  if (target.kind === 'workflow') return ['any'];
  const document = schemaDocument(target.contract.bundle.document);
  if (target.kind === 'channel')
    return kind === 'message' ? target.messages.map(({ payload }) => ({ document, schema: payload })) : [];
  const { body, replies } = target.operation;
  const media =
    kind === 'request' ? (body?.media ?? []) : kind === 'response' ? replies.flatMap(reply => reply.media) : [];
  return media
    .filter(({ type, isJson }) => isJson || isJsonType(type))
    .map(({ schema }): Known => (schema === undefined ? 'any' : { document, schema }));
}

/** A schema further down. */
function below(from: Known, keys: readonly string[], written: string): Known | { problem: string } {
  let known = from;
  for (const key of keys) {
    if (known === 'any') return 'any';
    const { document, schema } = known;
    const parts = schemaParts(document, schema);
    const children = parts.flatMap(part => childrenOf(part, key));
    if (children.length === 0) {
      const isOpen = parts.some(part => part.additionalProperties === true) || parts.every(part => !describes(part));
      return isOpen ? 'any' : { problem: `${written}: there is no ${key}` };
    }
    known = { document, schema: children.length > 1 ? { anyOf: children } : (children[0] ?? true) };
  }
  return known;
}

/** Whether a schema says what its values hold, or that they hold nothing. */
const describes = (schema: JsonObject): boolean =>
  ['properties', 'items', 'prefixItems', 'enum', 'const'].some(key => schema[key] !== undefined) ||
  ['string', 'number', 'integer', 'boolean', 'null'].includes(stringIn(schema, 'type') ?? '');

function childrenOf(schema: JsonObject, key: string): Json[] {
  const own = objectIn(schema, 'properties')[key];
  if (own !== undefined) return [own];
  if (/^\d+$/.test(key)) {
    const item = arrayIn(schema, 'prefixItems')[Number(key)] ?? schema.items;
    if (item !== undefined) return [item];
  }
  return isObject(schema.additionalProperties) ? [schema.additionalProperties] : [];
}

/** The types of JSON that a schema allows; undefined where it says nothing of them. */
export function typesOf({ document, schema }: { document: SchemaDocument; schema: Json }): Set<string> | undefined {
  const types = schemaParts(document, schema).flatMap(part => {
    const type = stringIn(part, 'type');
    const said = type === undefined ? stringsIn(part, 'type') : [type];
    if (said.length > 0) return said.map(name => (name === 'integer' ? 'number' : name));
    if (part.const !== undefined) return [typeOf(part.const)];
    return arrayIn(part, 'enum').map(typeOf);
  });
  return types.length === 0 ? undefined : new Set(types);
}
