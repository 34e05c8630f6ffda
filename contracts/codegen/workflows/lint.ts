import { SchemaDocument, typeOf } from '../compare/schema-document.ts';
import { schemaParts } from '../compare/schema-parts.ts';
import { isObject, type Json, objectIn, stringsIn } from '../document/json.ts';
import type { Operation, Parameter } from '../openapi/service.ts';
import { expressionsOf, parseCondition } from './condition.ts';
import { embedded, expressionsIn } from './expression.ts';
import { type QueryType, queryFault, selectorIn } from './query.ts';
import type { Target, Targets } from './targets.ts';
import { type Known, schemaDocument, typeOfExpression, typesOf } from './types.ts';
import type { Action, Criterion, Step, Workflow, WorkflowDocument, WrittenParameter } from './workflow.ts';

export type Report = (rule: string, path: readonly (string | number)[], message: string) => void;

/**
 * Holds a workflow document against the contracts: sources, operations, channels, parameters, expressions and types.
 */
export function lintWorkflows(document: WorkflowDocument, targets: Targets, report: Report): void {
  const names = new Set<string>();
  for (const source of document.sources) {
    if (names.has(source.name)) report('workflow-source', source.at, `There are two sources called ${source.name}`);
    names.add(source.name);
    if (!targets.contractOf(source))
      report('workflow-source', [...source.at, 'url'], `${source.url} is no contract of this project`);
  }
  const ids = new Set<string>();
  for (const workflow of document.workflows) {
    if (workflow.id === '') report('workflow-structure', workflow.at, 'A workflow needs a workflowId');
    if (ids.has(workflow.id))
      report('workflow-structure', workflow.at, `There are two workflows called ${workflow.id}`);
    ids.add(workflow.id);
    new WorkflowCheck(workflow, targets, report).run();
  }
}

class WorkflowCheck {
  readonly #workflow: Workflow;
  readonly #targets: Targets;
  readonly #report: Report;

  constructor(workflow: Workflow, targets: Targets, report: Report) {
    this.#workflow = workflow;
    this.#targets = targets;
    this.#report = report;
  }

  run(): void {
    const { steps, outputs, at } = this.#workflow;
    if (steps.length === 0) this.#report('workflow-structure', at, 'A workflow needs steps');
    const ids = new Set<string>();
    for (const step of steps) {
      if (step.id === '' || ids.has(step.id))
        this.#report(
          'workflow-structure',
          step.at,
          step.id === '' ? 'A step needs a stepId' : `There are two steps called ${step.id}`,
        );
      this.#step(step, ids);
      ids.add(step.id);
    }
    for (const [name, value] of Object.entries(outputs)) this.#expressions(value, undefined, [...at, 'outputs', name]);
  }

  #step(step: Step, earlier: ReadonlySet<string>): void {
    const { at } = step;
    const target = this.#targets.of(step);
    for (const id of step.dependsOn)
      if (!earlier.has(id)) this.#report('workflow-structure', [...at, 'dependsOn'], `No earlier step is called ${id}`);
    for (const [name, value] of Object.entries(step.outputs)) this.#expressions(value, step, [...at, 'outputs', name]);
    this.#criteria(step.criteria, step);
    this.#actions([...step.onSuccess, ...step.onFailure], step);
    if (step.hasReplacements) {
      const place = [...at, 'requestBody', 'replacements'];
      this.#report('not-supported', place, 'Replacements in a payload are not supported');
    }
    if ('problem' in target) {
      this.#report('workflow-operation', at, target.problem);
      return;
    }
    if (target.kind === 'operation') this.#operation(step, target.operation, target);
    if (target.kind === 'channel') this.#channel(step, target);
    if (target.kind === 'workflow') this.#inputs(step, target.workflow);
  }

  #operation(step: Step, operation: Operation, { contract }: Target & { kind: 'operation' }): void {
    const document = schemaDocument(contract.bundle.document);
    const given = [...this.#workflow.parameters, ...step.parameters];
    for (const parameter of step.parameters) {
      const declared = operation.parameters.find(other => isSame(other, parameter));
      // A header that no contract declares, such as a session, may be sent all the same.
      if (declared)
        this.#fits(parameter.value, { document, schema: declared.schema }, step, [...parameter.at, 'value']);
      else if (parameter.in !== 'header' && parameter.in !== 'cookie')
        this.#report(
          'workflow-parameter',
          parameter.at,
          `${operation.id} has no ${parameter.in ?? ''} parameter ${parameter.name}`,
        );
      else this.#expressions(parameter.value, step, [...parameter.at, 'value']);
    }
    for (const declared of operation.parameters)
      if (declared.required && !given.some(parameter => isSame(declared, parameter)))
        this.#report(
          'workflow-parameter',
          step.at,
          `${operation.id} needs the ${declared.place} parameter ${declared.name}`,
        );
    const media = operation.body?.media.find(({ type }) => step.contentType === undefined || type === step.contentType);
    const place = [...step.at, 'requestBody'];
    if (step.payload === undefined) {
      if (operation.body?.required) this.#report('workflow-body', step.at, `${operation.id} needs a requestBody`);
    } else if (!media) this.#report('workflow-body', place, `${operation.id} takes no such body`);
    else if (media.schema !== undefined)
      this.#fits(step.payload, { document, schema: media.schema }, step, [...place, 'payload']);
  }

  #channel(step: Step, { messages, contract }: Target & { kind: 'channel' }): void {
    if (step.action !== 'send' && step.action !== 'receive')
      this.#report('workflow-operation', step.at, 'A step on a channel needs the action send or receive');
    if (step.correlationId !== undefined) this.#expressions(step.correlationId, step, [...step.at, 'correlationId']);
    const [message] = messages;
    if (step.action !== 'send') return;
    if (step.payload === undefined) this.#report('workflow-body', step.at, 'A message needs a requestBody');
    else if (message) {
      const known = { document: schemaDocument(contract.bundle.document), schema: message.payload };
      this.#fits(step.payload, known, step, [...step.at, 'requestBody', 'payload']);
    }
  }

  #inputs(step: Step, { inputs, id }: Workflow): void {
    const document = new SchemaDocument(inputs, '2020-12');
    const properties = objectIn(inputs, 'properties');
    for (const { name, value, at } of step.parameters) {
      const schema = properties[name];
      if (schema === undefined) this.#report('workflow-parameter', at, `${id} has no input ${name}`);
      else this.#fits(value, { document, schema }, step, [...at, 'value']);
    }
    for (const name of stringsIn(inputs, 'required'))
      if (!step.parameters.some(parameter => parameter.name === name))
        this.#report('workflow-parameter', step.at, `${id} needs the input ${name}`);
  }

  #criteria(criteria: readonly Criterion[], step: Step): void {
    for (const { condition, type, context, at } of criteria) {
      if (type.type !== 'simple') {
        if (context === undefined)
          this.#report('workflow-condition', at, `A condition of ${type.type} needs a context`);
        else this.#expressions(context, step, [...at, 'context']);
        for (const text of embedded(condition)) this.#expression(text, step, [...at, 'condition']);
        if (type.type === 'jsonpointer') this.#report('not-supported', at, 'A condition is no JSON pointer');
        else if (type.type !== 'regex') this.#query(condition, type, at, 'condition');
      } else {
        const parsed = parseCondition(condition);
        if (typeof parsed === 'string')
          this.#report('workflow-condition', [...at, 'condition'], `The condition ${parsed}`);
        else
          for (const { text, path } of expressionsOf(parsed)) {
            const pointed = path.length === 0 ? text : `${text}#/${path.join('/')}`;
            this.#expression(pointed, step, [...at, 'condition']);
          }
      }
    }
  }

  #actions(actions: readonly Action[], step: Step): void {
    for (const { type, stepId, criteria, at } of actions) {
      if (!['end', 'goto', 'retry'].includes(type))
        this.#report('workflow-structure', at, `There is no action ${type}`);
      if (type === 'goto' && !this.#workflow.steps.some(({ id }) => id === stepId))
        this.#report('workflow-structure', at, `There is no step ${stepId ?? ''} to go to`);
      this.#criteria(criteria, step);
    }
  }

  #query(text: string, type: QueryType, at: readonly (string | number)[], key: string): void {
    const fault = queryFault(text, type);
    if (fault) this.#report(fault.rule, [...at, fault.rule === 'not-supported' ? 'type' : key], fault.message);
  }

  /** The expressions of a value, and the queries of its selectors. */
  #expressions(value: Json, step: Step | undefined, at: readonly (string | number)[]): void {
    this.#selectors(value, at);
    for (const text of expressionsIn(value)) this.#expression(text, step, at);
  }

  #selectors(value: Json, at: readonly (string | number)[]): void {
    const found = selectorIn(value);
    if (found) this.#query(found.selector, found.type, at, 'selector');
    else if (Array.isArray(value)) for (const [index, item] of value.entries()) this.#selectors(item, [...at, index]);
    else if (isObject(value)) for (const [key, item] of Object.entries(value)) this.#selectors(item, [...at, key]);
  }

  #expression(text: string, step: Step | undefined, at: readonly (string | number)[]): Known {
    const known = typeOfExpression(text, this.#workflow, step, this.#targets);
    if (known === 'any' || !('problem' in known)) return known;
    this.#report('workflow-expression', at, known.problem);
    return 'any';
  }

  /** Whether a value with expressions in it can be what a schema asks for. */
  #fits(value: Json, wanted: Known, step: Step, at: readonly (string | number)[]): void {
    // what a selector finds is known at the run only
    if (wanted === 'any' || selectorIn(value)) {
      this.#expressions(value, step, at);
      return;
    }
    const types = typesOf(wanted);
    if (typeof value === 'string' && value.startsWith('$')) {
      const known = this.#expression(value, step, at);
      const given = known === 'any' ? undefined : typesOf(known);
      if (given && types && ![...given].some(type => types.has(type)))
        this.#report('workflow-type', at, `${value} is ${[...given].join(' or ')}, not ${[...types].join(' or ')}`);
      return;
    }
    this.#expressions(typeof value === 'string' ? value : null, step, at);
    if (types && !types.has(typeOf(value))) {
      this.#report('workflow-type', at, `It is ${typeOf(value)}, not ${[...types].join(' or ')}`);
      return;
    }
    const parts = schemaParts(wanted.document, wanted.schema);
    if (Array.isArray(value)) {
      const items = parts.find(part => part.items !== undefined)?.items;
      for (const [index, item] of value.entries())
        this.#fits(item, items === undefined ? 'any' : { ...wanted, schema: items }, step, [...at, index]);
    }
    if (isObject(value)) this.#members(value, parts, wanted, step, at);
  }

  #members(
    value: { [key: string]: Json },
    parts: ReturnType<typeof schemaParts>,
    wanted: Exclude<Known, 'any'>,
    step: Step,
    at: readonly (string | number)[],
  ): void {
    const declared = parts.flatMap(part => Object.entries(objectIn(part, 'properties')));
    const isOpen =
      declared.length === 0 ||
      parts.some(part => part.additionalProperties !== undefined && part.additionalProperties !== false);
    for (const [key, member] of Object.entries(value)) {
      const own = declared.find(([name]) => name === key)?.[1];
      if (own === undefined && !isOpen) this.#report('workflow-body', [...at, key], `There is no ${key} in this body`);
      this.#fits(member, own === undefined ? 'any' : { ...wanted, schema: own }, step, [...at, key]);
    }
    const [whole] = parts;
    for (const name of stringsIn(whole, 'required'))
      if (value[name] === undefined) this.#report('workflow-body', at, `${name} is missing`);
  }
}

const isSame = ({ name, place }: Parameter, given: WrittenParameter): boolean =>
  place === given.in && (place === 'header' ? name.toLowerCase() === given.name.toLowerCase() : name === given.name);
