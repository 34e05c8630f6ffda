import { isObject, type Json, type JsonObject, parsePointer, valueAt } from '../document/json.ts';
import { holds, parseCondition } from './condition.ts';
import { type Expression, evaluate, fillIn, parseExpression, textOf, UnresolvedExpression } from './expression.ts';
import { inputsOf } from './inputs.ts';
import type { ReceivedMessage } from './messages.ts';
import { matches } from './query.ts';
import type { Target, Targets } from './targets.ts';
import type { Action, Criterion, Step, Workflow } from './workflow.ts';

/** What a step did, for its conditions and outputs. */
export interface Exchange {
  url?: string;
  method?: string;
  request: { headers: Record<string, string>; query: JsonObject; path: JsonObject; body: Json | undefined };
  response?: { status: number; headers: Headers; body: Json | undefined };
  message?: ReceivedMessage;
  /** What the contract says against it. */
  faults: string[];
}

export interface StepParameters {
  name: string;
  in: string | undefined;
  value: Json;
}

/** Does what a step says; throws `StepFailure` where nothing came of it. */
export type Perform = (
  target: Exclude<Target, { kind: 'workflow' }>,
  step: Step,
  values: { parameters: StepParameters[]; payload: Json | undefined; correlationId: Json | undefined },
) => Promise<Exchange>;

export class StepFailure extends Error {
  override readonly name = 'StepFailure';
}

/** One line of a trace. */
export interface TraceEntry {
  workflow: string;
  step: string;
  /** What was done, such as `POST /checkout`. */
  action: string;
  /** What came of it. */
  result: string;
  ok: boolean;
  /** It failed, and was tried again. */
  retried: boolean;
  ms: number;
  faults: string[];
}

export interface WorkflowOutcome {
  ok: boolean;
  outputs: JsonObject;
  trace: TraceEntry[];
}

const MAX_STEPS = 500;

/** Runs a workflow: each step by what the one before decided. A contract that was broken fails the step. */
export async function runWorkflow(
  workflow: Workflow,
  inputs: JsonObject,
  targets: Targets,
  perform: Perform,
  pause: (ms: number) => Promise<void>,
): Promise<WorkflowOutcome> {
  const run = new Run(workflow, inputs, targets, perform, pause);
  return run.all();
}

class Run {
  readonly #workflow: Workflow;
  readonly #inputs: JsonObject;
  readonly #targets: Targets;
  readonly #perform: Perform;
  readonly #pause: (ms: number) => Promise<void>;
  readonly #outputs = new Map<string, JsonObject>();
  readonly #trace: TraceEntry[] = [];

  constructor(
    workflow: Workflow,
    inputs: JsonObject,
    targets: Targets,
    perform: Perform,
    pause: (ms: number) => Promise<void>,
  ) {
    this.#workflow = workflow;
    this.#inputs = inputs;
    this.#targets = targets;
    this.#perform = perform;
    this.#pause = pause;
  }

  async all(): Promise<WorkflowOutcome> {
    const { steps } = this.#workflow;
    const retries = new Map<string, number>();
    let index = 0;
    for (let count = 0; index < steps.length; count += 1) {
      const step = steps[index];
      if (!step || count === MAX_STEPS) return this.#end(false);
      const { ok, exchange } = await this.#step(step);
      const actions = ok ? step.onSuccess : step.onFailure;
      const action = actions.find(({ criteria, name, type, retryLimit }) => {
        const isSpent = type === 'retry' && (retries.get(`${step.id} ${name}`) ?? 0) >= retryLimit;
        return !isSpent && criteria.every(criterion => this.#passes(criterion, exchange));
      });
      if (!action) {
        if (!ok) return this.#end(false);
        index += 1;
      } else if (action.type === 'end') return this.#end(ok);
      else if (action.type === 'goto') index = steps.findIndex(({ id }) => id === action.stepId);
      else await this.#retry(step, action, retries);
    }
    return this.#end(true);
  }

  async #retry(step: Step, { name, retryAfterMs }: Action, retries: Map<string, number>): Promise<void> {
    retries.set(`${step.id} ${name}`, (retries.get(`${step.id} ${name}`) ?? 0) + 1);
    const entry = this.#trace.at(-1);
    if (entry) entry.retried = true;
    await this.#pause(retryAfterMs);
  }

  #end(ok: boolean): WorkflowOutcome {
    const outputs: JsonObject = {};
    for (const [name, value] of Object.entries(this.#workflow.outputs)) {
      try {
        outputs[name] = evaluate(value, expression => this.#resolve(expression, undefined));
      } catch (error) {
        if (!(error instanceof UnresolvedExpression)) throw error; // a step that was not reached
      }
    }
    return { ok, outputs, trace: this.#trace };
  }

  async #step(step: Step): Promise<{ ok: boolean; exchange: Exchange | undefined }> {
    const started = performance.now();
    const target = this.#targets.of(step);
    const add = (action: string, result: string, ok: boolean, faults: string[] = []): void =>
      void this.#trace.push({
        workflow: this.#workflow.id,
        step: step.id,
        action,
        result,
        ok,
        retried: false,
        ms: Math.round(performance.now() - started),
        faults,
      });
    if ('problem' in target) {
      add('', target.problem, false);
      return { ok: false, exchange: undefined };
    }
    try {
      const values = this.#values(step);
      if (target.kind === 'workflow') {
        const inputs = Object.fromEntries(values.parameters.map(({ name, value }) => [name, value]));
        const inner = await runWorkflow(
          target.workflow,
          inputsOf(target.workflow, inputs),
          this.#targets,
          this.#perform,
          this.#pause,
        );
        this.#trace.push(...inner.trace);
        this.#outputs.set(step.id, evaluateAll(step.outputs, inner.outputs));
        add(`workflow ${target.workflow.id}`, inner.ok ? 'done' : 'failed', inner.ok);
        return { ok: inner.ok, exchange: undefined };
      }
      const exchange = await this.#perform(target, step, values);
      const failed = step.criteria.filter(criterion => !this.#passes(criterion, exchange));
      const isSuccess = step.criteria.length > 0 || exchange.response === undefined || exchange.response.status < 400;
      const ok = failed.length === 0 && isSuccess && exchange.faults.length === 0;
      if (ok) this.#outputs.set(step.id, this.#outputsOf(step, exchange));
      add(describe(target, step), resultOf(exchange, failed), ok, exchange.faults);
      return { ok, exchange };
    } catch (error) {
      if (!(error instanceof StepFailure) && !(error instanceof UnresolvedExpression)) throw error;
      add(target.kind === 'workflow' ? `workflow ${target.workflow.id}` : describe(target, step), error.message, false);
      return { ok: false, exchange: undefined };
    }
  }

  #values(step: Step): { parameters: StepParameters[]; payload: Json | undefined; correlationId: Json | undefined } {
    const value = (written: Json): Json => evaluate(written, expression => this.#resolve(expression, undefined));
    const own = step.parameters.map(({ name, in: place }) => `${place} ${name}`);
    const inherited = this.#workflow.parameters.filter(({ name, in: place }) => !own.includes(`${place} ${name}`));
    return {
      parameters: [...inherited, ...step.parameters].map(({ name, in: place, value: written }) => ({
        name,
        in: place,
        value: value(written),
      })),
      payload: step.payload === undefined ? undefined : value(step.payload),
      correlationId: step.correlationId === undefined ? undefined : value(step.correlationId),
    };
  }

  #outputsOf(step: Step, exchange: Exchange): JsonObject {
    const outputs: JsonObject = {};
    for (const [name, written] of Object.entries(step.outputs))
      outputs[name] = evaluate(written, expression => this.#resolve(expression, exchange));
    return outputs;
  }

  #passes({ condition, type, context }: Criterion, exchange: Exchange | undefined): boolean {
    const resolve = (text: string, path: readonly (string | number)[] = []): Json | undefined => {
      const expression = parseExpression(text);
      return expression && valueAt(this.#resolve(expression, exchange), path);
    };
    if (type.type !== 'simple') {
      const value = resolve(context ?? '');
      const text = this.#filledIn(condition, exchange);
      if (text === undefined) return false;
      if (type.type === 'regex') return new RegExp(text, 'u').test(textOf(value ?? ''));
      return value !== undefined && value !== null && matches(text, value);
    }
    const parsed = parseCondition(condition);
    return typeof parsed !== 'string' && holds(parsed, resolve);
  }

  /** A condition with its expressions filled in; undefined where one stands for nothing, so that it does not hold. */
  #filledIn(condition: string, exchange: Exchange | undefined): string | undefined {
    try {
      return fillIn(condition, expression => this.#resolve(expression, exchange));
    } catch (error) {
      if (error instanceof UnresolvedExpression) return undefined;
      throw error;
    }
  }

  #resolve(expression: Expression, exchange: Exchange | undefined): Json | undefined {
    const pointed = (value: Json | undefined, pointer: string): Json | undefined =>
      valueAt(value, parsePointer(pointer));
    switch (expression.kind) {
      case 'inputs':
        return pointed(this.#inputs[expression.name], expression.pointer);
      case 'steps':
        return pointed(this.#outputs.get(expression.step)?.[expression.name], expression.pointer);
      case 'url':
        return exchange?.url;
      case 'method':
        return exchange?.method;
      case 'statusCode':
        return exchange?.response?.status;
      case 'request':
      case 'response':
      case 'message':
        return partOf(expression, exchange);
      default:
        return undefined;
    }
  }
}

/** The outputs of a step that is a workflow: `$outputs.…` are those of the workflow. */
function evaluateAll(written: Record<string, Json>, inner: JsonObject): JsonObject {
  const resolve = (expression: Expression): Json | undefined =>
    expression.kind === 'outputs' ? valueAt(inner[expression.name], parsePointer(expression.pointer)) : undefined;
  return Object.fromEntries(Object.entries(written).map(([name, value]) => [name, evaluate(value, resolve)]));
}

function partOf(
  expression: Expression & { kind: 'request' | 'response' | 'message' },
  exchange: Exchange | undefined,
): Json | undefined {
  const { request, response, message } = exchange ?? {};
  if ('pointer' in expression) {
    const bodies = { request: request?.body, response: response?.body, message: message?.payload };
    return valueAt(bodies[expression.kind], parsePointer(expression.pointer));
  }
  const { kind, part, name } = expression;
  if (part !== 'header') return kind === 'request' ? request?.[part][name] : undefined;
  if (kind === 'response') return response?.headers.get(name) ?? undefined;
  return (kind === 'request' ? request?.headers : message?.headers)?.[name.toLowerCase()];
}

function describe(target: Exclude<Target, { kind: 'workflow' }>, step: Step): string {
  if (target.kind === 'operation') return `${target.operation.method.toUpperCase()} ${target.operation.path}`;
  const names = target.messages.map(({ name }) => name).join(' or ');
  return `${step.action ?? 'receive'} ${names} (${target.topic})`;
}

function resultOf({ response, message }: Exchange, failed: readonly Criterion[]): string {
  const said = response === undefined ? (message?.headers.ce_type ?? 'sent') : String(response.status);
  if (failed.length === 0) return said;
  const why = failed.map(({ condition }) => condition).join('; ');
  const body = response?.body ?? message?.payload;
  return `${said}, but not ${why}${isObject(body) ? `: ${JSON.stringify(body).slice(0, 300)}` : ''}`;
}
