import { isObject, type Json, valueAt } from '../../document/json.ts';
import { canonical } from '../../runtime/schema/equality.ts';
import type { Part } from '../contract-version.ts';
import type { Context, OperationPair } from './context.ts';

/** One way to be let in: schemes that are all needed, each with its scopes. */
type Requirement = ReadonlyMap<string, readonly string[]>;

/** What one must show to call: whoever was let in is still let in, or the change is breaking. */
export function securityChanged(context: Context, { called, before, after }: OperationPair): void {
  const renamed = renamedSchemes(before.contract.root, after.contract.root);
  const from = requirements(before).map(
    requirement => new Map([...requirement].map(([scheme, scopes]) => [renamed.get(scheme) ?? scheme, scopes])),
  );
  const to = requirements(after);
  const covers = (wide: Requirement, narrow: Requirement): boolean =>
    [...wide].every(([scheme, scopes]) => {
      const held = narrow.get(scheme);
      return held !== undefined && scopes.every(scope => held.includes(scope));
    });
  const lost = from.filter(old => !to.some(next => covers(next, old)));
  const gained = to.filter(next => !from.some(old => covers(next, old) && covers(old, next)));
  const place = { before: before.raw('security') ?? before, after: after.raw('security') ?? after };
  for (const old of lost) {
    const scopes = to.some(next => [...next.keys()].every(scheme => old.has(scheme)));
    context.changes.add(called, {
      id: scopes ? 'security-scope-added' : 'security-requirement-removed',
      severity: 'breaking',
      message: `${called}: ${show(old)} is no longer enough, now ${to.map(show).join(' or ')}`,
      hits: ['clients that send'],
      ...place,
      safeWay: 'Add the new way beside the old one, move clients, then remove the old one in a major version.',
    });
  }
  if (lost.length > 0) return;
  for (const next of gained) {
    context.changes.add(called, {
      id: 'security-requirement-added',
      severity: 'addition',
      message: `${called}: ${show(next)} is enough, too`,
      hits: [],
      ...place,
    });
  }
  const gone = from.filter(old => !to.some(next => covers(next, old) && covers(old, next)));
  if (gained.length > 0 || gone.length === 0) return;
  context.changes.add(called, {
    id: 'security-requirement-relaxed',
    severity: 'info',
    message: `${called}: ${gone.map(show).join(' or ')} is no longer said, since less is enough`,
    hits: [],
    ...place,
  });
}

function requirements(operation: Part): Requirement[] {
  const own = operation.in('security') ?? operation.contract.root.in('security');
  const list = (Array.isArray(own?.value) ? own.value : []).map(requirement => {
    const entries = isObject(requirement) ? Object.entries(requirement) : [];
    return new Map(entries.map(([scheme, scopes]) => [scheme, Array.isArray(scopes) ? scopes.map(String) : []]));
  });
  return list.length === 0 ? [new Map()] : list;
}

function show(requirement: Requirement): string {
  if (requirement.size === 0) return 'nothing';
  return [...requirement]
    .map(([scheme, scopes]) => (scopes.length > 0 ? `${scheme} (${scopes.join(', ')})` : scheme))
    .join(' and ');
}

const schemesOf = (root: Part): Map<string, Part> =>
  new Map(root.in('components')?.in('securitySchemes')?.parts() ?? []);

/** Schemes that have another name and are the same otherwise: a name is not sent. */
function renamedSchemes(before: Part, after: Part): Map<string, string> {
  const from = schemesOf(before);
  const to = schemesOf(after);
  const definition = ({ value }: Part): string => {
    const { description: _, ...rest } = isObject(value) ? value : {};
    return canonical(rest);
  };
  const fresh = new Map([...to].filter(([name]) => !from.has(name)).map(([name, part]) => [definition(part), name]));
  const renamed = new Map<string, string>();
  for (const [name, part] of from) {
    const other = fresh.get(definition(part));
    if (!to.has(name) && other !== undefined) renamed.set(name, other);
  }
  return renamed;
}

const decisive = ['type', 'in', 'name', 'scheme', 'openIdConnectUrl'];

/** The schemes themselves: where a key is sent, and where tokens come from. */
export function securitySchemesChanged({ before, after, changes }: Context): void {
  const from = schemesOf(before.root);
  const to = schemesOf(after.root);
  const renamed = renamedSchemes(before.root, after.root);
  for (const [name, part] of from) {
    const next = renamed.get(name);
    const other = to.get(next ?? name);
    if (next !== undefined && other) {
      const found = { id: 'security-scheme-renamed', severity: 'info', hits: [] } as const;
      changes.add('', { ...found, message: `security scheme ${name} is called ${next}`, before: part, after: other });
      continue;
    }
    if (!other) {
      changes.add('', {
        id: 'security-scheme-removed',
        severity: 'info',
        message: `security scheme ${name} removed`,
        hits: [],
        before: part,
        after: after.root,
      });
      continue;
    }
    for (const key of decisive) {
      const old = part.text(key);
      const next = other.text(key);
      if (old === next || (key === 'scheme' && old?.toLowerCase() === next?.toLowerCase())) continue;
      changes.add('', {
        id: `security-scheme-${key === 'openIdConnectUrl' ? 'open-id-connect-url' : key}-changed`,
        severity: 'breaking',
        message: `security scheme ${name}: ${key} ${old ?? 'none'} → ${next ?? 'none'}`,
        hits: ['clients that send'],
        before: part.raw(key) ?? part,
        after: other.raw(key) ?? other,
        safeWay: 'Add a scheme of another name beside it.',
      });
    }
    const flows = (of: Part): Json => valueAt(of.value, ['flows']) ?? {};
    if (canonical(flows(part)) === canonical(flows(other))) continue;
    changes.add('', {
      id: 'security-scheme-flows-changed',
      severity: 'warning',
      message: `security scheme ${name}: where its tokens come from, or which scopes there are, changed`,
      hits: ['clients that send'],
      before: part.raw('flows') ?? part,
      after: other.raw('flows') ?? other,
      safeWay: 'Keep the old addresses and scopes until no client uses them.',
    });
  }
  for (const [name, part] of to) {
    if (from.has(name) || [...renamed.values()].includes(name)) continue;
    const found = { id: 'security-scheme-added', severity: 'info', hits: [] } as const;
    changes.add('', { ...found, message: `security scheme ${name} added`, before: before.root, after: part });
  }
}
