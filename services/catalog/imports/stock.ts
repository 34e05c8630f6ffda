import type { ImportDependencies } from './dependencies.ts';
import type { RowLevel, StockResult } from './levels.ts';
import type { PlannedChunk } from './plan-chunk.ts';

const placeOf = ({ sku, location }: { sku: string; location: string }): string => `${sku} ${location}`;

/** The levels that the rows of a chunk set: those of products that are not refused. */
export function levelsOf(planned: PlannedChunk): RowLevel[] {
  return planned.groups
    .flatMap(({ group, outcome }) => (outcome.kind === 'refused' ? [] : group.rows))
    .flatMap(({ sku, stock, line }) => (sku === undefined ? [] : stock.map(level => ({ sku, ...level, line }))));
}

/**
 * Sets up to 2,000 levels, or with `dryRun` only reports what would change. The same `key` sets them once: what was
 * sold since is not put back by a repeated request. Rows that inventory refuses are faults.
 */
export async function setLevels(
  { inventory }: Pick<ImportDependencies, 'inventory'>,
  levels: readonly RowLevel[],
  { importId, key, dryRun }: { importId: string; key?: string; dryRun: boolean },
): Promise<StockResult> {
  if (levels.length === 0) return { changed: 0, unchanged: 0, changes: [], faults: [] };
  const answer = await inventory.setLevels({
    body: {
      reason: `import ${importId}`,
      levels: levels.map(({ sku, location, onHand }) => ({ sku, location, onHand })),
      ...(dryRun && { dryRun }),
    },
    headers: key === undefined ? {} : { 'idempotency-key': key },
  });
  if (answer.status !== 200) {
    const message = answer.body.detail ?? answer.body.title;
    return {
      changed: 0,
      unchanged: 0,
      changes: [],
      faults: levels.map(({ line, column }) => ({ line, column, message: `stock was not set: ${message}` })),
    };
  }
  const { changed, unchanged, refused, changes = [] } = answer.body;
  const byPlace = new Map(levels.map(level => [placeOf(level), level]));
  return {
    changed,
    unchanged,
    changes: changes.map(change => ({ line: byPlace.get(placeOf(change))?.line ?? 1, ...change })),
    faults: refused.flatMap(({ message, ...place }) => {
      const level = byPlace.get(placeOf(place));
      return level ? [{ line: level.line, column: level.column, message }] : [];
    }),
  };
}
