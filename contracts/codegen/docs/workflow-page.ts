import type { Targets } from '../workflows/targets.ts';
import type { Step, Workflow } from '../workflows/workflow.ts';
import { type Html, html, type Part } from './html.ts';
import { markdown } from './markdown.ts';
import { SchemaView } from './schema-view.ts';

/** The page of a workflow: its inputs, and its steps in their order with what each leads to. */
export function workflowContent(
  workflow: Workflow,
  targets: Targets,
  pageOf: (service: string, id: string) => string | undefined,
): Html {
  const outputs = Object.entries(workflow.outputs);
  return html`<h1>${workflow.summary ?? workflow.id}</h1>
<p class="facts"><code>${workflow.id}</code></p>
${Object.keys(workflow.inputs).length > 0 && html`<h2>Inputs</h2>${new SchemaView('').details(workflow.inputs)}`}
<h2>Steps</h2>
<ol class="steps">${workflow.steps.map(step => html`<li>${stepPart(step, targets, pageOf)}</li>`)}</ol>
${outputs.length > 0 && html`<h2>Outputs</h2><ul>${outputs.map(([name, value]) => html`<li><code>${name}</code>: <code>${JSON.stringify(value)}</code></li>`)}</ul>`}`;
}

function stepPart(step: Step, targets: Targets, pageOf: (service: string, id: string) => string | undefined): Part {
  return [
    html`<p class="request"><strong>${step.id}</strong> ${targetPart(step, targets, pageOf)}</p>`,
    markdown(step.description),
    step.criteria.length > 0 &&
      html`<p>Goes well where ${step.criteria.map(({ condition }, index) => [index > 0 && ' and ', html`<code>${condition}</code>`])}.</p>`,
    step.timeoutMs !== undefined && html`<p>Within ${step.timeoutMs} ms.</p>`,
  ];
}

function targetPart(step: Step, targets: Targets, pageOf: (service: string, id: string) => string | undefined): Part {
  const target = targets.of(step);
  if ('problem' in target) return html`<span>${target.problem}</span>`;
  if (target.kind === 'workflow') return html`the workflow <code>${target.workflow.id}</code>`;
  if (target.kind === 'operation') {
    const { id, method, path } = target.operation;
    const text = html`<span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code>`;
    const to = pageOf(target.contract.service.name, id);
    return to === undefined ? text : html`<a href="${to}">${text}</a>`;
  }
  const names = target.messages.map(({ name }) => name).join(' or ');
  const [first] = target.messages;
  const to = first && pageOf(target.contract.publisher.name, `${first.channel}#message-${first.name}`);
  const text = html`<span class="method event">EVENT</span> ${names}`;
  return to === undefined ? text : html`<a href="${to}">${text}</a>`;
}
