import type { ClientSession, Db, MongoClient } from 'mongodb';
import type { InTransaction } from './inbox.ts';

interface InboxDocument {
  _id: string;
  handledAt: Date;
}

const RETENTION_SECONDS = 7 * 24 * 60 * 60;

/** Creates the collection `inbox` and its TTL index: MongoDB deletes the rows after seven days. */
export async function prepareMongoInbox(db: Db): Promise<void> {
  await db.collection<InboxDocument>('inbox').createIndex({ handledAt: 1 }, { expireAfterSeconds: RETENTION_SECONDS });
}

/** `inboxTransaction` for MongoDB: handlers pass the session to all their reads and writes. */
export function mongoInboxTransaction<C>(
  client: MongoClient,
  db: Db,
  context: (session: ClientSession) => C,
): InTransaction<C> {
  const inbox = db.collection<InboxDocument>('inbox');
  return ({ consumer, id }, run) =>
    client.withSession(session =>
      session.withTransaction(
        async () => {
          const _id = `${consumer}/${id}`;
          const { upsertedCount } = await inbox.updateOne(
            { _id },
            { $setOnInsert: { handledAt: new Date() } },
            { upsert: true, session },
          );
          if (upsertedCount === 0) return 'duplicate';
          await run(context(session));
          return 'handled';
        },
        { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } },
      ),
    );
}
