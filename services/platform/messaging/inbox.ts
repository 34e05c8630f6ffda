import { z } from 'zod';
import type { SqlClient, SqlDatabase } from '../data/database.ts';

type Outcome = 'handled' | 'duplicate';

/** An event of a batch, and its handler with a context. */
export interface BatchedEvent<C> {
  id: string;
  run(context: C): Promise<void>;
}

/**
 * Runs the handler of an event with its context. Returns 'duplicate', without running it, when `consumer` has handled
 * the event already. Throws what the handler throws; the handler's writes through its context are then rolled back.
 */
export interface InTransaction<C> {
  (event: { consumer: string; id: string }, run: (context: C) => Promise<void>): Promise<Outcome>;
  /**
   * Handles several events in their order and returns the outcome of each: all take effect together, or the error of
   * one is thrown and none does. Absent where each event is handled alone.
   */
  readonly batch?: (consumer: string, events: readonly BatchedEvent<C>[]) => Promise<Outcome[]>;
}

type InBatches<C> = InTransaction<C> & Required<Pick<InTransaction<C>, 'batch'>>;

/** In the order of the ids, so that concurrent batches wait for each other and none for itself. */
const CLAIM = `
INSERT INTO inbox (consumer, event_id) SELECT $1, id FROM unnest($2::text[]) AS id ORDER BY id
ON CONFLICT DO NOTHING RETURNING event_id AS id`;

const claimed = z.array(z.object({ id: z.string() }));

/** Inserts the inbox rows of events in `tx`; returns the ids of those that `consumer` has not handled yet. */
export async function claimEvents(tx: SqlClient, consumer: string, ids: readonly string[]): Promise<Set<string>> {
  return new Set(claimed.parse(await tx.$queryRawUnsafe<unknown>(CLAIM, consumer, ids)).map(({ id }) => id));
}

/**
 * Handles each event, or the events of a batch, in one transaction of a Prisma database, together with the inbox rows
 * (the idempotent receiver of Enterprise Integration Patterns). An existing row means that the event was handled; one
 * of a concurrent transaction is waited for. `context` makes the context of the handlers: `inboxTransaction(prisma, tx
 * => tx)`.
 */
export function inboxTransaction<Tx extends SqlClient, C>(
  database: SqlDatabase<Tx>,
  context: (tx: Tx) => C,
  options: { timeoutMs?: number } = {},
): InBatches<C> {
  const batch = (consumer: string, events: readonly BatchedEvent<C>[]): Promise<Outcome[]> =>
    database.$transaction(
      async tx => {
        const ids = events.map(({ id }) => id);
        const fresh = await claimEvents(tx, consumer, ids);
        const outcomes: Outcome[] = [];
        for (const { id, run } of events) {
          const isFresh = fresh.delete(id);
          if (isFresh) await run(context(tx));
          outcomes.push(isFresh ? 'handled' : 'duplicate');
        }
        return outcomes;
      },
      { timeout: options.timeoutMs ?? 10_000, maxWait: 5_000 },
    );
  return withBatch(batch);
}

/** An event alone is a batch of one. */
export function withBatch<C>(batch: InBatches<C>['batch']): InBatches<C> {
  const single = async ({ consumer, id }: { consumer: string; id: string }, run: BatchedEvent<C>['run']) => {
    const [outcome] = await batch(consumer, [{ id, run }]);
    return outcome ?? 'duplicate';
  };
  return Object.assign(single, { batch });
}

/**
 * For idempotent handlers, such as those that write a projection under the version in the event.
 */
export function withoutInbox<C>(context: C): InTransaction<C> {
  return async (_event, run) => {
    await run(context);
    return 'handled';
  };
}
