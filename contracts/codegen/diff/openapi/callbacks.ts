import { type Context, methods, type OperationPair } from './context.ts';

/** The callbacks of an operation that both versions have, as operations of their own; others are reported. */
export function pairCallbacks(context: Context, pair: OperationPair): OperationPair[] {
  const pairs: OperationPair[] = [];
  const before = pair.before.in('callbacks');
  const after = pair.after.in('callbacks');
  const parts = { before: before ?? pair.before, after: after ?? pair.after };
  const removed = (name: string): void =>
    context.changes.add(pair.called, {
      id: 'callback-removed',
      severity: 'breaking',
      message: `${pair.called}: callback ${name} removed`,
      hits: ['clients that read'],
      ...parts,
      safeWay: 'Keep calling back those who asked for it.',
    });
  const added = (name: string): void =>
    context.changes.add(pair.called, {
      id: 'callback-added',
      severity: 'addition',
      message: `${pair.called}: callback ${name} added`,
      hits: [],
      ...parts,
    });
  for (const [name, callback] of before?.parts() ?? []) {
    const other = after?.in(name);
    if (!other) {
      removed(name);
      continue;
    }
    for (const [expression, item] of callback.parts()) {
      const next = other.in(expression);
      for (const method of methods) {
        const from = item.in(method);
        const to = next?.in(method);
        const called = `${pair.called} callback ${name} ${method.toUpperCase()} ${expression}`;
        if (from && to && next) {
          pairs.push({
            called,
            before: from,
            after: to,
            items: { before: item, after: next },
            inverted: !pair.inverted,
          });
        } else if (from) removed(`${name} ${method.toUpperCase()} ${expression}`);
        else if (to) added(`${name} ${method.toUpperCase()} ${expression}`);
      }
    }
  }
  for (const [name] of after?.parts() ?? []) if (!before?.in(name)) added(name);
  return pairs;
}
