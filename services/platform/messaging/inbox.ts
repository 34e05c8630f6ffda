import type { SqlClient, SqlDatabase } from '../data/database.ts';

/**
 * Runs the handler of an event with the context it needs. 'duplicate' when `consumer` had handled the event already and
 * nothing was run. Throws what the handler throws, and then nothing the handler wrote through its context has lasted.
 */
export type InTransaction<C> = (
  event: { consumer: string; id: string },
  run: (context: C) => Promise<void>,
) => Promise<'handled' | 'duplicate'>;

const CLAIM = 'INSERT INTO inbox (consumer, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING';

/**
 * Each event in one transaction of a Prisma database, its inbox row in the same: a row that is there already, even of a
 * transaction that is only about to commit, means that the event was handled. `context` makes what the handlers get:
 * `inboxTransaction(prisma, tx => tx)`.
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
 * For handlers that may run twice without harm, such as those that write a projection under the version the event
 * carries.
 */
export function withoutInbox<C>(context: C): InTransaction<C> {
  return async (_event, run) => {
    await run(context);
    return 'handled';
  };
}
