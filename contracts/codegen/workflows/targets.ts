import { dirname, resolve } from 'node:path';
import type { Message } from '../asyncapi/message.ts';
import { arrayIn, objectIn, parsePointer, refOf, stringIn, valueAt } from '../document/json.ts';
import type { EventContract, ServiceContract } from '../lint/contract.ts';
import type { Operation } from '../openapi/service.ts';
import type { Contracts } from '../read-contracts.ts';
import type { Source, Step, Workflow, WorkflowDocument } from './workflow.ts';

/** What a step does. */
export type Target =
  | { kind: 'operation'; source: string; contract: ServiceContract; operation: Operation }
  | { kind: 'channel'; source: string; contract: EventContract; topic: string; messages: Message[] }
  | { kind: 'workflow'; workflow: Workflow };

/** A step's target, or why it has none. */
export type TargetOrProblem = Target | { problem: string };

/** Finds what the steps of a workflow document refer to among the contracts of the project. */
export class Targets {
  readonly #document: WorkflowDocument;
  readonly #contracts: Contracts;

  constructor(document: WorkflowDocument, contracts: Contracts) {
    this.#document = document;
    this.#contracts = contracts;
  }

  /** The contract that a source description names; undefined where there is none. */
  contractOf({ url }: Source): ServiceContract | EventContract | undefined {
    const file = resolve(dirname(this.#document.file), url);
    return [...this.#contracts.services, ...this.#contracts.publishers].find(
      ({ bundle }) => bundle.source.file === file,
    );
  }

  of(step: Step): TargetOrProblem {
    const given = [step.operationId, step.operationPath, step.channelPath, step.workflowId].filter(
      value => value !== undefined,
    );
    if (given.length !== 1) return { problem: 'needs one of operationId, operationPath, channelPath and workflowId' };
    if (step.workflowId !== undefined) {
      const workflow = this.#document.workflows.find(({ id }) => id === step.workflowId);
      return workflow ? { kind: 'workflow', workflow } : { problem: `There is no workflow ${step.workflowId}` };
    }
    if (step.operationId !== undefined) return this.#byId(step.operationId);
    return this.#byPath(step.operationPath ?? step.channelPath ?? '');
  }

  #byId(text: string): TargetOrProblem {
    const [, name, reference] = /^\$sourceDescriptions\.([\w-]+)\.(.+)$/.exec(text) ?? [];
    const sources = this.#document.sources.filter(source => name === undefined || source.name === name);
    if (name !== undefined && sources.length === 0) return { problem: `There is no source description ${name}` };
    const found = sources.flatMap(source => this.#operations(source, reference ?? text));
    const [first] = found;
    if (!first)
      return { problem: `There is no operation ${reference ?? text}${name === undefined ? '' : ` in ${name}`}` };
    return found.length > 1 ? { problem: `${text} is in several sources: name one` } : first;
  }

  #operations(source: Source, id: string): Target[] {
    const contract = this.contractOf(source);
    if (!contract) return [];
    if ('service' in contract)
      return contract.service.operations
        .filter(({ at }) => stringIn(valueAt(contract.bundle.document, at), 'operationId') === id)
        .map(operation => ({ kind: 'operation', source: source.name, contract, operation }));
    const operation = objectIn(objectIn(contract.bundle.document, 'operations'), id);
    const [, channel] = parsePointer(refOf(operation.channel) ?? '');
    if (channel === undefined) return [];
    const keys = arrayIn(operation, 'messages').map(message => parsePointer(refOf(message) ?? '').at(-1));
    const target = channelTarget(source.name, contract, channel);
    if (!target) return [];
    const messages = target.messages.filter(({ at }) => keys.length === 0 || keys.includes(at.at(-1)));
    return [{ ...target, messages }];
  }

  #byPath(text: string): TargetOrProblem {
    const [, name, pointer = ''] = /^\{\$sourceDescriptions\.([\w-]+)\.url\}#(.*)$/.exec(text) ?? [];
    const source = this.#document.sources.find(other => other.name === name);
    if (!source)
      return { problem: `${text} is not {$sourceDescriptions.<name>.url}#<pointer> of a source description` };
    const contract = this.contractOf(source);
    const keys = parsePointer(pointer);
    const missing = { problem: `Nothing is at ${pointer} of ${source.name}` };
    if (!contract) return missing;
    if ('service' in contract) {
      const operation = contract.service.operations.find(({ at }) => at.join('\n') === keys.join('\n'));
      return operation ? { kind: 'operation', source: source.name, contract, operation } : missing;
    }
    const [first, channel = ''] = keys;
    return (first === 'channels' && channelTarget(source.name, contract, channel)) || missing;
  }
}

function channelTarget(
  source: string,
  contract: EventContract,
  channel: string,
): (Target & { kind: 'channel' }) | undefined {
  const messages = contract.publisher.messages.filter(message => message.channel === channel);
  const topic = messages[0]?.topic;
  return topic === undefined ? undefined : { kind: 'channel', source, contract, topic, messages };
}
