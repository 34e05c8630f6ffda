import type { Part } from '../contract-version.ts';
import { type Context, methods, type OperationPair } from './context.ts';
import { sunsetOf } from './lifecycle.ts';

interface Item {
  path: string;
  part: Part;
}

/**
 * The operations that both versions have; those that one of them lacks are reported. Paths are the same path if only
 * the names of their parameters differ.
 */
export function pairOperations(context: Context, key: 'paths' | 'webhooks'): OperationPair[] {
  const before = pathItems(context.before.root.in(key));
  const after = pathItems(context.after.root.in(key));
  const pairs: OperationPair[] = [];
  for (const [shape, item] of before) {
    const other = after.get(shape);
    if (!other) {
      for (const method of methods) if (item.part.in(method)) operationRemoved(context, key, item, method, item.part);
      continue;
    }
    for (const method of methods) {
      const from = item.part.in(method);
      const to = other.part.in(method);
      const called = key === 'paths' ? `${method.toUpperCase()} ${other.path}` : `webhook ${other.path}`;
      if (from && to) {
        const items = { before: item.part, after: other.part };
        pairs.push({ called, before: from, after: to, items, inverted: key === 'webhooks' });
      } else if (from) operationRemoved(context, key, item, method, other.part);
      else if (to) operationAdded(context, key, called, to, item.part);
    }
  }
  for (const [shape, item] of after) {
    if (before.has(shape)) continue;
    for (const method of methods) {
      const part = item.part.in(method);
      const called = key === 'paths' ? `${method.toUpperCase()} ${item.path}` : `webhook ${item.path}`;
      if (part) operationAdded(context, key, called, part, context.before.root);
    }
  }
  return pairs;
}

function pathItems(paths: Part | undefined): Map<string, Item> {
  const items = new Map<string, Item>();
  for (const [path, part] of paths?.parts() ?? []) {
    const shape = path.replaceAll(/\{[^}]*\}/g, '{}');
    items.set(items.has(shape) ? path : shape, { path, part });
  }
  return items;
}

/** An operation may go once it was deprecated and its sunset is over. RFC 8594. */
function operationRemoved(
  context: Context,
  key: 'paths' | 'webhooks',
  { path, part }: Item,
  method: string,
  after: Part,
): void {
  const operation = part.in(method);
  if (!operation) return;
  const webhook = key === 'webhooks';
  const called = webhook ? `webhook ${path}` : `${method.toUpperCase()} ${path}`;
  const sunset = sunsetOf(operation);
  const place = { before: part.raw(method), after };
  const hits = webhook ? (['clients that read'] as const) : (['clients that send'] as const);
  const name = webhook ? 'webhook' : 'operation';
  if (!operation.flag('deprecated') || (sunset !== undefined && sunset > context.today)) {
    const early = operation.flag('deprecated') && sunset;
    context.changes.add(called, {
      id: early ? `${name}-removed-before-sunset` : `${name}-removed`,
      severity: 'breaking',
      message: early ? `${called} removed before its sunset, ${day(sunset)}` : `${called} removed without deprecation`,
      hits,
      ...place,
      safeWay:
        'Mark it deprecated with a sunset date, answer with Deprecation and Sunset, and remove it after that day.',
    });
    return;
  }
  context.changes.add(called, {
    id: `${name}-removed-after-deprecation`,
    severity: sunset ? 'info' : 'warning',
    message: sunset
      ? `${called} removed after its sunset, ${day(sunset)}`
      : `${called} was deprecated without a day, and is removed`,
    hits: sunset ? [] : hits,
    ...place,
    ...(!sunset && { safeWay: 'Say the day first: `sunset` beside `deprecated`.' }),
  });
}

function operationAdded(context: Context, key: 'paths' | 'webhooks', called: string, after: Part, before: Part): void {
  context.changes.add(called, {
    id: key === 'webhooks' ? 'webhook-added' : 'operation-added',
    severity: 'addition',
    message: `${called} added`,
    hits: [],
    before,
    after,
  });
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
