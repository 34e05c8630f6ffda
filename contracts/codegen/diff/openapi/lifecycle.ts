import type { Part } from '../contract-version.ts';
import type { Context, OperationPair } from './context.ts';

/** The day after which something may be gone, where it says so. */
export function sunsetOf(part: Part): Date | undefined {
  const text = part.text('x-sunset') ?? part.text('sunset');
  const date = text === undefined ? undefined : new Date(text);
  return date && !Number.isNaN(date.getTime()) ? date : undefined;
}

/** Deprecation and sunset of something that both versions have. */
export function lifecycleChanged(
  context: Context,
  at: string,
  name: string,
  called: string,
  before: Part,
  after: Part,
): void {
  const place = (key: string) => ({ before: before.raw(key) ?? before, after: after.raw(key) ?? after });
  if (before.flag('deprecated') !== after.flag('deprecated')) {
    const deprecated = after.flag('deprecated');
    context.changes.add(at, {
      id: deprecated ? `${name}-deprecated` : `${name}-reactivated`,
      severity: 'info',
      message: `${called} ${deprecated ? 'deprecated' : 'no longer deprecated'}`,
      hits: [],
      ...place('deprecated'),
    });
  }
  const from = sunsetOf(before);
  const to = sunsetOf(after);
  if (!from || !after.flag('deprecated') || from.getTime() === to?.getTime()) return;
  if (to && to > from) return;
  context.changes.add(at, {
    id: to ? `${name}-sunset-moved-earlier` : `${name}-sunset-deleted`,
    severity: 'warning',
    message: to
      ? `${called}: the sunset is earlier than it was said`
      : `${called}: the day of its sunset is no longer said`,
    hits: ['clients that send'],
    ...place(after.text('x-sunset') === undefined ? 'sunset' : 'x-sunset'),
    safeWay: 'Keep to the announced day.',
  });
}

/** The name of an operation is the name of its functions in generated clients; tags group them. */
export function operationIdChanged({ changes }: Context, { called, before, after }: OperationPair): void {
  const from = before.text('operationId');
  const to = after.text('operationId');
  if (from === to) return;
  changes.add(called, {
    id: from === undefined ? 'operation-id-added' : to === undefined ? 'operation-id-removed' : 'operation-id-changed',
    severity: from === undefined ? 'info' : 'warning',
    message: `${called}: operationId ${from ?? 'none'} → ${to ?? 'none'}`,
    hits: from === undefined ? [] : ['clients that send'],
    before: before.raw('operationId') ?? before,
    after: after.raw('operationId') ?? after,
    ...(from !== undefined && {
      safeWay: 'Keep the name: functions of generated clients and the gateway are called by it.',
    }),
  });
}

export function tagsChanged({ changes }: Context, { called, before, after }: OperationPair): void {
  const list = (part: Part): string[] => (part.in('tags')?.parts() ?? []).map(([, tag]) => String(tag.value)).sort();
  const from = list(before);
  const to = list(after);
  if (from.join() === to.join()) return;
  changes.add(called, {
    id: 'operation-tags-changed',
    severity: 'info',
    message: `${called}: tags ${from.join(', ') || 'none'} → ${to.join(', ') || 'none'}`,
    hits: [],
    before: before.raw('tags') ?? before,
    after: after.raw('tags') ?? after,
  });
}
