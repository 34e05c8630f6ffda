import type { Change, Severity } from '../change.ts';
import type { Place } from '../contract-version.ts';
import { type DiffReport, hitText, placeOf } from './report.ts';

const levels: Record<Severity, string> = { breaking: 'error', warning: 'warning', addition: 'note', info: 'note' };

/** The report as SARIF 2.1.0, which code scanning reads. */
export function sarifReport(report: DiffReport): string {
  const changes = report.contracts.flatMap(contract => contract.changes);
  const rules = [...new Set(changes.map(({ id }) => id))].sort();
  const run = {
    tool: {
      driver: {
        name: 'covenant diff',
        rules: rules.map(id => ({ id, shortDescription: { text: id.replaceAll('-', ' ') } })),
      },
    },
    results: changes.map(change => result(change, rules)),
  };
  const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
  return JSON.stringify({ $schema: schema, version: '2.1.0', runs: [run] }, null, 2);
}

function result(change: Change, rules: readonly string[]): object {
  const at = placeOf(change);
  const text = [
    change.message,
    hitText(change),
    change.unproven && `Not proven safe: ${change.unproven}`,
    change.safeWay,
  ]
    .filter(part => part !== undefined && part !== '')
    .join('. ');
  return {
    ruleId: change.id,
    ruleIndex: rules.indexOf(change.id),
    level: levels[change.severity],
    message: { text },
    locations: at ? [location(at)] : [],
    ...(change.before &&
      change.after && { relatedLocations: [{ ...location(change.before), message: { text: 'before' } }] }),
    properties: { severity: change.severity, operations: change.at, counterexample: change.counterexample ?? null },
  };
}

function location(at: Place): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: at.file.split('/').map(encodeURIComponent).join('/') },
      region: { startLine: at.line, startColumn: at.column },
    },
  };
}
