import type { Targets } from '../workflows/targets.ts';
import type { Step, Workflow, WorkflowDocument } from '../workflows/workflow.ts';
import { print } from './printer.ts';

/** `workflows.ts`: the workflows, each with its steps as somebody reads them, for a console to draw. */
export function emitWorkflows(documents: readonly { document: WorkflowDocument; targets: Targets }[]): string {
  const workflows = documents.flatMap(({ document, targets }) =>
    document.workflows.map(workflow => ({
      id: workflow.id,
      title: workflow.summary ?? workflow.id,
      steps: workflow.steps.flatMap(step => stepsOf(step, workflow, targets)),
    })),
  );
  return `/** A step of a workflow: a request to a service, or an event that a service publishes. */
export interface WorkflowStep {
  id: string;
  kind: 'request' | 'event';
  service: string;
  /** The operation or message in the service's contract. */
  name: string;
  /** What is sent or received: \`POST /checkout\`, \`OrderPaid\`. */
  action: string;
}

export interface Workflow {
  id: string;
  title: string;
  steps: readonly WorkflowStep[];
}

export const workflows: readonly Workflow[] = ${print(workflows)};
`;
}

type WrittenStep = Record<'id' | 'kind' | 'service' | 'name' | 'action', string>;

/** A step that is a workflow is its steps. */
function stepsOf(step: Step, workflow: Workflow, targets: Targets): WrittenStep[] {
  const target = targets.of(step);
  if ('problem' in target) return [];
  if (target.kind === 'workflow')
    return target.workflow === workflow
      ? []
      : target.workflow.steps.flatMap(inner => stepsOf(inner, target.workflow, targets));
  if (target.kind === 'operation') {
    const { id, method, path } = target.operation;
    const action = `${method.toUpperCase()} ${path}`;
    return [{ id: step.id, kind: 'request', service: target.contract.service.name, name: id, action }];
  }
  const name = target.messages.map(message => message.name).join(' or ');
  return [{ id: step.id, kind: 'event', service: target.contract.publisher.name, name, action: name }];
}
