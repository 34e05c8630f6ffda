import { type Db, ObjectId } from 'mongodb';
import type { FailedWorkIds } from '../../../generated/platform/types.ts';
import { FILLED_IN_BY_SERVER, type OutboxDocument, type ParkedDocument } from '../messaging/outbox-mongo.ts';
import { type FailedWorkStore, listedPayload } from './failed-work.ts';

/** The events of a MongoDB database that Kafka refused. */
export function mongoFailedWork(options: { db: Db }): FailedWorkStore {
  const writeConcern = { w: 'majority' } as const;
  const parked = options.db.collection<ParkedDocument>('parked_events', { writeConcern });
  const outbox = options.db.collection<OutboxDocument>('outbox', { writeConcern });
  /** Applies `change` to each event that is there. */
  async function forEach(
    ids: readonly string[],
    change: (event: ParkedDocument) => Promise<unknown>,
  ): Promise<FailedWorkIds> {
    const found = await parked
      .find({ _id: { $in: [...ids] } })
      .sort({ time: 1, _id: 1 })
      .toArray();
    for (const event of found) {
      await change(event);
      await parked.deleteOne({ _id: event._id });
    }
    return { jobs: [], events: found.map(({ _id }) => _id) };
  }
  return {
    async list(limit) {
      const events = await parked.find().sort({ parkedAt: -1, _id: 1 }).limit(limit).toArray();
      return events.map(({ id, type, aggregateid, topic, attempts, reason, parkedAt, payload }) => ({
        kind: 'event',
        id,
        name: type,
        key: aggregateid,
        topic,
        attempts,
        error: reason,
        failedAt: parkedAt.toISOString(),
        ...listedPayload(payload),
      }));
    },
    // Killed in between, an event is published and parked; published again, consumers see a duplicate.
    retry: ({ events }) =>
      forEach(events, ({ _id, reason: _reason, attempts: _attempts, parkedAt: _at, ...entry }) =>
        outbox.insertOne({ ...entry, _id: new ObjectId(), place: FILLED_IN_BY_SERVER }),
      ),
    discard: ({ events }) => forEach(events, async () => {}),
  };
}
