import type { Part } from '../contract-version.ts';
import type { Context, OperationPair } from './context.ts';

/** The addresses of an operation, or of the whole document. */
export function serversChanged(context: Context, at: string, before: Part, after: Part): void {
  const list = (part: Part): Map<string, Part> =>
    new Map((part.in('servers')?.parts() ?? []).map(([, server]) => [server.text('url') ?? '/', server]));
  const from = list(before);
  const to = list(after);
  if (from.size === 0 && to.size === 0) return;
  const prefix = at === '' ? '' : `${at}: `;
  for (const [url, part] of from) {
    const other = to.get(url);
    if (other) {
      variablesChanged(context, at, `${prefix}server ${url}`, part, other);
      continue;
    }
    context.changes.add(at, {
      id: 'server-removed',
      severity: 'warning',
      message: `${prefix}server ${url} removed`,
      hits: ['clients that send'],
      before: part,
      after: after.raw('servers') ?? after,
      safeWay: 'Keep answering at the old address, or redirect from it.',
    });
  }
  for (const [url, part] of to) {
    if (from.has(url)) continue;
    const found = { id: 'server-added', severity: 'addition', hits: [] } as const;
    context.changes.add(at, { ...found, message: `${prefix}server ${url} added`, before, after: part });
  }
}

function variablesChanged({ changes }: Context, at: string, called: string, before: Part, after: Part): void {
  for (const [name, part] of before.in('variables')?.parts() ?? []) {
    const other = after.in('variables')?.in(name);
    const found = { hits: ['clients that send'], before: part, after: other ?? after } as const;
    const safeWay = 'Keep the old value working.';
    const values = (of: Part | undefined): string[] =>
      (of?.in('enum')?.parts() ?? []).map(([, value]) => String(value.value));
    const allowed = values(other);
    const gone = allowed.length === 0 ? [] : values(part).filter(value => !allowed.includes(value));
    if (!other || gone.length > 0) {
      const message = `${called}: ${other ? `${gone.join(', ')} removed from variable ${name}` : `variable ${name} removed`}`;
      changes.add(at, { id: 'server-variable-narrowed', severity: 'warning', message, safeWay, ...found });
    }
    if (other && part.text('default') !== other.text('default')) {
      const message = `${called}: default of variable ${name} ${part.text('default')} → ${other.text('default')}`;
      changes.add(at, { id: 'server-variable-default-changed', severity: 'warning', message, safeWay, ...found });
    }
  }
}

/** The servers that an operation says for itself. */
export function operationServersChanged(context: Context, { called, before, after }: OperationPair): void {
  serversChanged(context, called, before, after);
}
