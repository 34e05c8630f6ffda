import { arrayIn, isObject, type Json, type JsonObject, objectIn, stringIn, stringsIn } from '../document/json.ts';
import { type QueryType, readQueryType } from './query.ts';

type Place = (string | number)[];

/** A workflow description, as it is written. Arazzo 1.1.0. */
export interface WorkflowDocument {
  file: string;
  title: string;
  sources: Source[];
  workflows: Workflow[];
}

export interface Source {
  name: string;
  url: string;
  type: string | undefined;
  at: Place;
}

export interface Workflow {
  id: string;
  summary: string | undefined;
  /** A JSON Schema of its inputs. */
  inputs: JsonObject;
  parameters: WrittenParameter[];
  steps: Step[];
  outputs: Record<string, Json>;
  at: Place;
}

export interface WrittenParameter {
  name: string;
  in: string | undefined;
  value: Json;
  at: Place;
}

export interface Criterion {
  condition: string;
  /** `simple`, `regex`, or the language of a query. */
  type: QueryType;
  context: string | undefined;
  at: Place;
}

export interface Action {
  name: string;
  type: string;
  stepId: string | undefined;
  criteria: Criterion[];
  retryAfterMs: number;
  retryLimit: number;
  at: Place;
}

export interface Step {
  id: string;
  description: string | undefined;
  operationId: string | undefined;
  operationPath: string | undefined;
  channelPath: string | undefined;
  workflowId: string | undefined;
  action: string | undefined;
  correlationId: string | undefined;
  dependsOn: string[];
  /** How long the step may take, ms. */
  timeoutMs: number | undefined;
  parameters: WrittenParameter[];
  payload: Json | undefined;
  /** Whether the payload is changed at places (Payload Replacement Objects). */
  hasReplacements: boolean;
  contentType: string | undefined;
  criteria: Criterion[];
  onSuccess: Action[];
  onFailure: Action[];
  outputs: Record<string, Json>;
  at: Place;
}

/** Reads a document leniently: what is missing or of another type is left to the linter. */
export function readWorkflowDocument(file: string, document: Json): WorkflowDocument {
  const components = objectIn(document, 'components');
  return {
    file,
    title: stringIn(objectIn(document, 'info'), 'title') ?? file,
    sources: objectsIn(document, 'sourceDescriptions', []).map(({ value, at }) => ({
      name: stringIn(value, 'name') ?? '',
      url: stringIn(value, 'url') ?? '',
      type: stringIn(value, 'type'),
      at,
    })),
    workflows: objectsIn(document, 'workflows', []).map(({ value, at }) => ({
      id: stringIn(value, 'workflowId') ?? '',
      summary: stringIn(value, 'summary'),
      inputs: objectIn(value, 'inputs'),
      parameters: readParameters(value, at, components),
      steps: objectsIn(value, 'steps', at).map(step => readStep(step, components)),
      outputs: objectIn(value, 'outputs'),
      at,
    })),
  };
}

interface Placed {
  value: JsonObject;
  at: Place;
}

function objectsIn(parent: Json, key: string, at: Place): Placed[] {
  return arrayIn(parent, key).flatMap((value, index) => (isObject(value) ? [{ value, at: [...at, key, index] }] : []));
}

function readStep({ value, at }: Placed, components: JsonObject): Step {
  const body = objectIn(value, 'requestBody');
  const { timeout } = value;
  return {
    id: stringIn(value, 'stepId') ?? '',
    description: stringIn(value, 'description'),
    operationId: stringIn(value, 'operationId'),
    operationPath: stringIn(value, 'operationPath'),
    channelPath: stringIn(value, 'channelPath'),
    workflowId: stringIn(value, 'workflowId'),
    action: stringIn(value, 'action'),
    correlationId: stringIn(value, 'correlationId'),
    dependsOn: stringsIn(value, 'dependsOn'),
    timeoutMs: typeof timeout === 'number' ? timeout : undefined,
    parameters: readParameters(value, at, components),
    payload: body.payload,
    hasReplacements: body.replacements !== undefined,
    contentType: stringIn(body, 'contentType'),
    criteria: readCriteria(value, 'successCriteria', at),
    onSuccess: readActions(value, 'onSuccess', at, objectIn(components, 'successActions')),
    onFailure: readActions(value, 'onFailure', at, objectIn(components, 'failureActions')),
    outputs: objectIn(value, 'outputs'),
    at,
  };
}

function readParameters(parent: Json, at: Place, components: JsonObject): WrittenParameter[] {
  return objectsIn(parent, 'parameters', at).map(({ value, at: place }) => {
    const parameter = {
      ...reused(value, objectIn(components, 'parameters')),
      ...('value' in value && { value: value.value }),
    };
    return {
      name: stringIn(parameter, 'name') ?? '',
      in: stringIn(parameter, 'in'),
      value: parameter.value ?? null,
      at: place,
    };
  });
}

/** A Reusable Object stands for one of the components. */
function reused(value: JsonObject, components: JsonObject): JsonObject {
  const name = /^\$components\.\w+\.(.+)$/.exec(stringIn(value, 'reference') ?? '')?.[1];
  return name === undefined ? value : objectIn(components, name);
}

function readCriteria(parent: Json, key: string, at: Place): Criterion[] {
  return objectsIn(parent, key, at).map(({ value, at: place }) => ({
    condition: stringIn(value, 'condition') ?? '',
    type: readQueryType(value) ?? { type: 'simple', version: undefined },
    context: stringIn(value, 'context'),
    at: place,
  }));
}

function readActions(parent: Json, key: string, at: Place, components: JsonObject): Action[] {
  return objectsIn(parent, key, at).map(({ value, at: place }) => {
    const action = reused(value, components);
    const { retryAfter, retryLimit } = action;
    return {
      name: stringIn(action, 'name') ?? '',
      type: stringIn(action, 'type') ?? '',
      stepId: stringIn(action, 'stepId'),
      criteria: readCriteria(action, 'criteria', place),
      retryAfterMs: typeof retryAfter === 'number' ? retryAfter * 1_000 : 0,
      retryLimit: typeof retryLimit === 'number' ? retryLimit : 1,
      at: place,
    };
  });
}
