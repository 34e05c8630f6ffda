import { dirname, join, normalize, sep } from 'node:path';
import {
  arrayIn,
  isObject,
  type Json,
  type JsonObject,
  objectIn,
  parsePointer,
  refOf,
  stringIn,
} from '../document/json.ts';
import { namesInQuery } from '../workflows/query.ts';
import { readWorkflowDocument, type Step, type WorkflowDocument } from '../workflows/workflow.ts';

/** What a step of a workflow uses of a contract. */
export interface WorkflowUse {
  /** `paidOrder` and `buy`. */
  workflow: string;
  step: string;
  /** The contract, relative to the project. */
  contract: string;
  /** `POST /checkout`, or a channel. */
  at: string;
  /** Of a channel: the messages. */
  messages: readonly string[];
  /** Names of fields that its expressions read of the answer or the payload. */
  reads: ReadonlySet<string>;
  /** Names of fields that it sends. */
  sends: ReadonlySet<string>;
  /** Names of the parameters that it gives. */
  parameters: ReadonlySet<string>;
}

/**
 * What the workflows of a document use of the contracts.
 * @param file of the workflows, relative to the project
 * @param documentOf a contract by its path, relative to the project, as it was before the change
 */
export function workflowUses(
  file: string,
  json: Json,
  documentOf: (contract: string) => JsonObject | undefined,
): WorkflowUse[] {
  const written = readWorkflowDocument(file, json);
  return written.workflows.flatMap(({ id, steps }) =>
    steps.flatMap(step => targetsOf(written, step, documentOf).map(target => ({ ...useOf(step, id), ...target }))),
  );
}

type Target = Pick<WorkflowUse, 'contract' | 'at' | 'messages'>;

function targetsOf(
  { file, sources }: WorkflowDocument,
  step: Step,
  documentOf: (contract: string) => JsonObject | undefined,
): Target[] {
  const [, name, id] = /^\$sourceDescriptions\.([\w-]+)\.(.+)$/.exec(step.operationId ?? '') ?? [];
  const path = step.operationPath ?? step.channelPath ?? '';
  const [, pathSource, pointer = ''] = /^\{\$sourceDescriptions\.([\w-]+)\.url\}#(.*)$/.exec(path) ?? [];
  return sources
    .filter(source => source.name === (name ?? pathSource ?? source.name))
    .flatMap(({ url }) => {
      const contract = normalize(join(dirname(file), url))
        .split(sep)
        .join('/');
      const document = documentOf(contract);
      if (!document) return [];
      const found =
        path === '' ? byId(document, id ?? step.operationId ?? '') : byPointer(document, parsePointer(pointer));
      return found ? [{ contract, ...found }] : [];
    });
}

type Place = Pick<Target, 'at' | 'messages'>;

function byId(document: JsonObject, id: string): Place | undefined {
  for (const [path, item] of Object.entries(objectIn(document, 'paths')))
    for (const [method, operation] of Object.entries(isObject(item) ? item : {}))
      if (stringIn(operation, 'operationId') === id) return { at: `${method.toUpperCase()} ${path}`, messages: [] };
  const operation = objectIn(objectIn(document, 'operations'), id);
  const channel = parsePointer(refOf(operation.channel) ?? '').at(-1);
  if (channel === undefined) return undefined;
  const named = arrayIn(operation, 'messages').flatMap(message => parsePointer(refOf(message) ?? '').at(-1) ?? []);
  return { at: channel, messages: named.length > 0 ? named : messagesOf(document, channel) };
}

function byPointer(document: JsonObject, [first, second = '', third = '']: readonly string[]): Place | undefined {
  if (first === 'paths') return { at: `${third.toUpperCase()} ${second}`, messages: [] };
  return first === 'channels' ? { at: second, messages: messagesOf(document, second) } : undefined;
}

function messagesOf(document: JsonObject, channel: string): string[] {
  return Object.keys(objectIn(objectIn(objectIn(document, 'channels'), channel), 'messages'));
}

function useOf(step: Step, workflow: string): Omit<WorkflowUse, keyof Target> {
  const { parameters, payload, criteria, onSuccess, onFailure, outputs, correlationId } = step;
  const texts = stringsOf([outputs, criteria, onSuccess, onFailure, correlationId]);
  const pointers = texts.flatMap(text =>
    [...text.matchAll(/#(\/[^\s"'()[\]{}&|=<>!,\\]+)/g)].map(([, pointer = '']) => parsePointer(pointer)),
  );
  // a simple condition may read `$response.body.items[0].id`, and a JSONPath query `$.items[0].id`
  const paths = texts.flatMap(text => [
    ...[...text.matchAll(/\$(?:response\.body|message\.payload)((?:\.[\w-]+|\[\d+\])+)/g)].map(([, path = '']) => path),
    ...(/^\$\s*[.[]/.test(text) ? [text] : []),
  ]);
  return {
    workflow,
    step: step.id,
    reads: new Set([...pointers.flat(), ...paths.flatMap(namesInQuery)]),
    sends: new Set(keysIn(payload ?? null)),
    parameters: new Set(parameters.map(({ name }) => name)),
  };
}

/** Every text in a value. */
function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

function keysIn(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(keysIn);
  return isObject(value) ? Object.entries(value).flatMap(([key, part]) => [key, ...keysIn(part)]) : [];
}
