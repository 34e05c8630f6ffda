import { parseArgs } from 'node:util';
import { parseHeader } from '../commands/header-option.ts';
import { loadProject } from '../config.ts';
import { ContractError } from '../contract-error.ts';
import { type Json, type JsonObject, jsonOrText } from '../document/json.ts';
import { readContracts } from '../read-contracts.ts';
import { HttpCaller } from './http-step.ts';
import { inputsOf } from './inputs.ts';
import { openKafka } from './kafka.ts';
import { receiveMessage, sendMessage } from './message-step.ts';
import type { MessageSource } from './messages.ts';
import { readWorkflows } from './read-workflows.ts';
import { runWorkflow, StepFailure, type WorkflowOutcome } from './run.ts';
import type { Targets } from './targets.ts';
import { textTrace } from './trace.ts';
import type { Workflow } from './workflow.ts';

export const runUsage = `covenant run [WORKFLOW…]: runs workflows (Arazzo) against a running system, REST and events; without a name all of them
  --against URL       where the operations are; NAME=URL for those of one source description; may be repeated
  --kafka BROKERS     host:port,…, for steps on channels; --topic-prefix TEXT
  --input NAME=VALUE  of the workflows that have it, JSON or text; may be repeated
  --header 'A: b'     of every request; may be repeated
  --timeout MS        how long a request may take (30000)
  --format text | json
  --project FOLDER    where covenant.config.ts is (here)
ends with 0: all succeeded; 1: one failed; 2: it was called in a way that it does not know`;

export interface RunOutcome {
  output: string;
  exitCode: 0 | 1 | 2;
}

/** Runs `covenant run` with its arguments. Throws `ContractError` where a contract or workflow has findings. */
export async function runRun(args: readonly string[]): Promise<RunOutcome> {
  const call = parseCall(args);
  if (!call) return { output: runUsage, exitCode: 2 };
  const project = await loadProject(call.project);
  const contracts = readContracts(project);
  const documents = readWorkflows(project, contracts);
  if (contracts.findings.hasErrors) throw new ContractError(contracts.findings.sorted(), project.root);
  const all = documents.flatMap(({ document, targets }) => document.workflows.map(workflow => ({ workflow, targets })));
  const chosen = all.filter(({ workflow }) => call.workflows.length === 0 || call.workflows.includes(workflow.id));
  const unknown = call.workflows.find(name => !all.some(({ workflow }) => workflow.id === name));
  if (unknown !== undefined || chosen.length === 0)
    return {
      output: `There is no workflow ${unknown ?? ''}; there are ${all.map(({ workflow }) => workflow.id).join(', ')}`,
      exitCode: 2,
    };
  const outcomes: { id: string; outcome: WorkflowOutcome }[] = [];
  for (const { workflow, targets } of chosen)
    outcomes.push({ id: workflow.id, outcome: await run(workflow, targets, call) });
  const output =
    call.format === 'json'
      ? JSON.stringify({ workflows: outcomes.map(({ id, outcome }) => ({ id, ...outcome })) }, null, 2)
      : outcomes.map(({ id, outcome }) => textTrace(id, outcome)).join('\n');
  return { output, exitCode: outcomes.every(({ outcome }) => outcome.ok) ? 0 : 1 };
}

async function run(workflow: Workflow, targets: Targets, call: Call): Promise<WorkflowOutcome> {
  const topics = topicsOf(workflow, targets);
  const messages = topics === undefined ? undefined : await openMessages(call, topics);
  const caller = new HttpCaller({
    urlOf: source => urlOf(call, source),
    headers: call.headers,
    timeoutMs: call.timeoutMs,
  });
  try {
    return await runWorkflow(
      workflow,
      inputsOf(workflow, call.inputs),
      targets,
      (target, step, { parameters, payload, correlationId }) => {
        if (target.kind === 'operation') return caller.call(target, step, parameters, payload);
        if (!messages) throw new StepFailure('no broker is known: give --kafka');
        return step.action === 'send'
          ? sendMessage(target, parameters, payload, correlationId, messages)
          : receiveMessage(target, step, correlationId, messages);
      },
      ms => new Promise(resolve => setTimeout(resolve, ms)),
    );
  } finally {
    await messages?.close();
  }
}

/** The topics that a workflow receives from; undefined where it has no step on a channel. */
function topicsOf(workflow: Workflow, targets: Targets): string[] | undefined {
  const found = workflow.steps.flatMap(step => {
    const target = targets.of(step);
    if ('problem' in target || target.kind === 'operation') return [];
    if (target.kind === 'workflow') return topicsOf(target.workflow, targets) ?? [];
    return [step.action === 'send' ? '' : target.topic];
  });
  return found.length === 0 ? undefined : [...new Set(found.filter(topic => topic !== ''))];
}

function openMessages({ brokers, prefix }: Call, topics: readonly string[]): Promise<MessageSource> | undefined {
  return brokers === undefined ? undefined : openKafka({ brokers, prefix }, topics);
}

function urlOf({ against }: Call, source: string): string {
  const url = against.get(source) ?? against.get('');
  if (url === undefined) throw new StepFailure(`no address is known of ${source}: give --against`);
  return url;
}

interface Call {
  workflows: string[];
  /** By the name of a source; '' for all others. */
  against: Map<string, string>;
  brokers: string[] | undefined;
  prefix: string;
  inputs: JsonObject;
  headers: Record<string, string>;
  timeoutMs: number;
  format: string;
  project: string;
}

function parseCall(args: readonly string[]): Call | undefined {
  try {
    const text = { type: 'string' } as const;
    const many = { type: 'string', multiple: true } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        against: many,
        input: many,
        header: many,
        kafka: text,
        'topic-prefix': text,
        timeout: text,
        format: text,
        project: text,
      },
    });
    const format = values.format ?? 'text';
    const timeoutMs = Number(values.timeout ?? 30_000);
    if (!['text', 'json'].includes(format) || !(timeoutMs > 0)) return undefined;
    return {
      workflows: positionals,
      against: new Map((values.against ?? []).map(address)),
      brokers: values.kafka?.split(','),
      prefix: values['topic-prefix'] ?? '',
      inputs: Object.fromEntries((values.input ?? []).map(input)),
      headers: Object.fromEntries((values.header ?? []).map(parseHeader)),
      timeoutMs,
      format,
      project: values.project ?? process.cwd(),
    };
  } catch {
    return undefined; // an option that there is not, or a value that it cannot have
  }
}

function address(text: string): [string, string] {
  const [, name = '', url = ''] = /^(?:([\w-]+)=)?(https?:\/\/.+?)\/*$/.exec(text) ?? [];
  if (!URL.canParse(url)) throw new RangeError(`${text} is no URL`);
  return [name, url];
}

function input(text: string): [string, Json] {
  const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === '') throw new RangeError(`${text} is no input`);
  return [name, jsonOrText(value)];
}
