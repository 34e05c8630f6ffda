import { valueAt } from '../../document/json.ts';
import { canonical } from '../../runtime/schema/equality.ts';
import type { Changes } from '../change.ts';
import type { ContractVersion, Part } from '../contract-version.ts';

/** What the service sends and receives, and where. */
export function eventOperationsChanged(before: ContractVersion, after: ContractVersion, changes: Changes): void {
  const from = before.root.in('operations');
  const to = after.root.in('operations');
  for (const [name, operation] of from?.parts() ?? []) {
    const other = to?.in(name);
    if (other) {
      operationChanged(name, operation, other, changes);
      continue;
    }
    changes.add(name, {
      id: 'event-operation-removed',
      severity: 'breaking',
      message: `operation ${name} removed`,
      hits: [operation.text('action') === 'receive' ? 'producers' : 'consumers'],
      before: operation,
      after: to ?? after.root,
      safeWay: 'Mark it deprecated, and keep it until nobody counts on it.',
    });
  }
  for (const [name, operation] of to?.parts() ?? []) {
    if (from?.in(name)) continue;
    const found = { id: 'event-operation-added', severity: 'addition', hits: [] } as const;
    changes.add(name, { ...found, message: `operation ${name} added`, before: from ?? before.root, after: operation });
  }
}

function operationChanged(name: string, before: Part, after: Part, changes: Changes): void {
  const hits = [before.text('action') === 'receive' ? 'producers' : 'consumers'] as const;
  const safeWay = 'Add an operation of another name beside it.';
  const read = {
    action: (part: Part) => part.text('action') ?? '',
    channel: (part: Part) => String(part.in('channel')?.path.at(-1) ?? ''),
    reply: (part: Part) => canonical(valueAt(part.value, ['reply']) ?? null),
    security: (part: Part) => canonical(valueAt(part.value, ['security']) ?? null),
  };
  for (const [key, of] of Object.entries(read)) {
    if (of(before) === of(after)) continue;
    const detail = key === 'action' || key === 'channel' ? `: ${of(before)} → ${of(after)}` : '';
    changes.add(name, {
      id: `event-operation-${key}-changed`,
      severity: key === 'action' || key === 'channel' ? 'breaking' : 'warning',
      message: `operation ${name}: ${key} changed${detail}`,
      hits,
      before: before.raw(key) ?? before,
      after: after.raw(key) ?? after,
      safeWay,
    });
  }
  const names = (part: Part): string[] =>
    (part.in('messages')?.parts() ?? []).map(([, message]) => String(message.path.at(-1)));
  const left = names(after);
  for (const message of left.length === 0 ? [] : names(before).filter(item => !left.includes(item))) {
    changes.add(name, {
      id: 'event-operation-message-removed',
      severity: 'breaking',
      message: `operation ${name}: message ${message} removed`,
      hits,
      before: before.raw('messages') ?? before,
      after: after.raw('messages') ?? after,
      safeWay,
    });
  }
}
