import type { SqlClient, SqlDatabase } from '../data/database.ts';

/**
 * Runs the handler of an event with its context. Returns 'duplicate', without running it, when `consumer` has handled
 * the event already. Throws what the handler throws; the handler's writes through its context are then rolled back.
 */
export type InTransaction<C> = (
  event: { consumer: string; id: string },
  run: (context: C) => Promise<void>,
) => Promise<'handled' | 'duplicate'>;

const CLAIM = 'INSERT INTO inbox (consumer, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING';

/**
 * Handles each event in one transaction of a Prisma database, together with its inbox row (the idempotent receiver of
 * Enterprise Integration Patterns). An existing row means that the event was handled; one of a concurrent transaction
 * is waited for. `context` makes the context of the handlers: `inboxTransaction(prisma, tx => tx)`.
 */
export function inboxTransaction<Tx extends SqlClient, C>(
  database: SqlDatabase<Tx>,
  context: (tx: Tx) => C,
  options: { timeoutMs?: number } = {},
): InTransaction<C> {
  return ({ consumer, id }, run) =>
    database.$transaction(
      async tx => {
        if ((await tx.$executeRawUnsafe(CLAIM, consumer, id)) === 0) return 'duplicate';
        await run(context(tx));
        return 'handled';
      },
      { timeout: options.timeoutMs ?? 10_000, maxWait: 5_000 },
    );
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
