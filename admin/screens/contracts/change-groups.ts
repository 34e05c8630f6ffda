import type { ContractChange, ContractComparison } from '../../../generated/registry/types.ts';

type Severity = ContractChange['severity'];

export interface ChangeGroup {
  severity: Severity;
  title: string;
  /** What it means, for who reads it for the first time. */
  meaning: string;
  changes: ContractChange[];
}

const groups: readonly Omit<ChangeGroup, 'changes'>[] = [
  {
    severity: 'breaking',
    title: 'Breaking',
    meaning: 'Somebody who did all right is refused, or gets what was excluded.',
  },
  {
    severity: 'warning',
    title: 'To be looked at',
    meaning: 'It may break somebody, or nothing proves that it does not.',
  },
  { severity: 'addition', title: 'Added', meaning: 'New to use; nobody needs to act.' },
  { severity: 'info', title: 'Also changed', meaning: 'Nobody needs to act.' },
];

/** The changes by severity, the worst first; without the groups that are empty. */
export function changeGroups(changes: readonly ContractChange[]): ChangeGroup[] {
  return groups
    .map(group => ({ ...group, changes: changes.filter(({ severity }) => severity === group.severity) }))
    .filter(group => group.changes.length > 0);
}

/** `2 breaking, 1 added`. */
export function changeSummary(changes: readonly ContractChange[]): string {
  const words: Readonly<Record<Severity, string>> = {
    breaking: 'breaking',
    warning: 'to be looked at',
    addition: 'added',
    info: 'other',
  };
  const counted = changeGroups(changes).map(({ severity, changes: own }) => `${own.length} ${words[severity]}`);
  return counted.length === 0 ? 'Nothing changed that anybody meets.' : counted.join(', ');
}

/** Who is hit, each once, by name. */
export function hitConsumers(changes: readonly ContractChange[]): string[] {
  return [...new Set(changes.flatMap(({ consumers }) => consumers.map(({ consumer }) => consumer)))].sort();
}

/** What the number of the newer version has to say. */
export function versionText({ to, neededVersion, isVersionEnough }: ContractComparison): string {
  return isVersionEnough
    ? `Its number, ${to}, says what changed.`
    : `Its number, ${to}, says too little: it should be ${neededVersion}.`;
}
