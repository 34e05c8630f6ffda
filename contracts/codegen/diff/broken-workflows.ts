import type { Json } from '../document/json.ts';
import type { Change } from './change.ts';
import { changedField } from './changed-field.ts';
import type { ContractVersion } from './contract-version.ts';
import type { ContractDifference } from './report/report.ts';
import { type WorkflowUse, workflowUses } from './workflow-uses.ts';

/**
 * The differences with the workflows that each change breaks.
 * @param workflows the documents by their path, relative to the project
 * @param before the contracts that the workflows were written against
 */
export function withWorkflows(
  differences: readonly ContractDifference[],
  workflows: ReadonlyMap<string, Json>,
  before: readonly ContractVersion[],
): ContractDifference[] {
  const documentOf = (name: string) => before.find(contract => contract.name === name)?.bundled;
  const uses = [...workflows].flatMap(([file, json]) => workflowUses(file, json, documentOf));
  return differences.map(difference => {
    const own = uses.filter(({ contract }) => contract === difference.name);
    if (own.length === 0) return difference;
    const changes = difference.changes.map(change => {
      const broken = brokenWorkflows(change, own);
      return broken.length > 0 ? { ...change, workflows: broken } : change;
    });
    return { ...difference, changes };
  });
}

/** The workflows that a change breaks, with their steps: `paidOrder (buy, paid)`. */
export function brokenWorkflows(change: Change, uses: readonly WorkflowUse[]): string[] {
  const steps = new Map<string, string[]>();
  for (const use of uses)
    if (breaks(change, use)) steps.set(use.workflow, [...(steps.get(use.workflow) ?? []), use.step]);
  return [...steps].map(([workflow, names]) => `${workflow} (${[...new Set(names)].join(', ')})`);
}

function breaks(change: Change, use: WorkflowUse): boolean {
  const { severity, id, hits, message } = change;
  if (hits.length === 0 || (severity !== 'breaking' && severity !== 'warning') || !reaches(change, use)) return false;
  const field = changedField(change);
  if (field !== undefined) {
    if (hits.includes('clients that read') || hits.includes('consumers')) return use.reads.has(field);
    const isNew = /required/.test(id) && !/removed|optional/.test(id);
    return isNew ? !use.sends.has(field) : use.sends.has(field);
  }
  if (!/parameter/.test(id)) return true;
  const isNeeded = /new-required|became-required/.test(id);
  const words = new Set(message.split(/[^\w-]+/));
  const isGiven = [...use.parameters].some(name => words.has(name));
  return isNeeded ? !isGiven : isGiven;
}

/** Whether the step uses the operation, or the message of the channel, that changed. */
function reaches({ at, message }: Change, use: WorkflowUse): boolean {
  if (!at.includes(use.at)) return false;
  const named = /message (\S+) of /.exec(message)?.[1];
  return named === undefined || use.messages.length === 0 || use.messages.includes(named);
}
