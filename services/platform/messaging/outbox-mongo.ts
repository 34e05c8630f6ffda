import { BSON, type ClientSession, type Db, ObjectId, Timestamp } from 'mongodb';
import type { EventRecord } from '../../../contracts/codegen/runtime/events.ts';
import { pauseFor } from '../backoff.ts';
import { acquireLease } from '../data/lease-mongo.ts';
import { createWakeUp } from '../workers/wake-up.ts';
import { type OutboxEntry, outboxEntries } from './outbox.ts';
import type { OutboxSource } from './relay.ts';

/**
 * `place` orders the documents. The server sets it on insert:
 * https://www.mongodb.com/docs/manual/reference/bson-types/#timestamps.
 */
export interface OutboxDocument extends OutboxEntry {
  _id: ObjectId;
  place: Timestamp;
}

/** An event that Kafka refused. */
export interface ParkedDocument extends OutboxEntry {
  _id: string;
  reason: string;
  attempts: number;
  parkedAt: Date;
}

const MAX_BYTES = 8 * 1024 * 1024;
const AGE_LIMIT_SECONDS = 60;
const STANDBY_POLL_MS = 1_000;
/** A timestamp that the server replaces by its own on insert. */
export const FILLED_IN_BY_SERVER = new Timestamp({ t: 0, i: 0 });

/** Creates the index of the outbox. */
export async function prepareMongoOutbox(db: Db): Promise<void> {
  await db.collection<OutboxDocument>('outbox').createIndex({ place: 1 });
}

/**
 * `addToOutbox` for MongoDB, inside the transaction of `session`. Change the aggregate first and add its events after:
 * of two transactions that write one document the later is run again, so the events of one key are inserted in the
 * order of the commits.
 */
export async function addToMongoOutbox(db: Db, session: ClientSession, ...records: EventRecord[]): Promise<void> {
  if (records.length === 0) return;
  const documents = outboxEntries(records).map(entry => ({
    _id: new ObjectId(),
    place: FILLED_IN_BY_SERVER,
    ...entry,
  }));
  await db.collection<OutboxDocument>('outbox').insertMany(documents, { session });
}

/**
 * The collection `outbox` of a MongoDB database. A relay that loses its lease stops, and the next one publishes what it
 * had read. A change stream reports new documents.
 */
export function mongoOutbox(options: { db: Db }): OutboxSource {
  const { db } = options;
  const outbox = db.collection<OutboxDocument>('outbox', {
    writeConcern: { w: 'majority' },
    readConcern: { level: 'majority' },
  });
  const parked = db.collection<ParkedDocument>('parked_events', { writeConcern: { w: 'majority' } });
  return {
    flows: [
      {
        name: 'outbox',
        unit: 'seconds',
        limit: AGE_LIMIT_SECONDS,
        async measure() {
          const [oldest] = await outbox.find().sort({ place: 1 }).limit(1).toArray();
          return oldest ? Math.max(0, Date.now() - Date.parse(oldest.time)) / 1_000 : 0;
        },
      },
      { name: 'parked events', unit: 'items', limit: 0, measure: () => parked.estimatedDocumentCount() },
    ],
    async acquire(signal) {
      await prepareMongoOutbox(db);
      let lease = await acquireLease(db, 'outbox-relay');
      while (!lease && !signal.aborted) {
        await pauseFor(STANDBY_POLL_MS, signal);
        lease = await acquireLease(db, 'outbox-relay');
      }
      if (!lease) return undefined;
      const { lost, release } = lease;
      const inserts = outbox.watch([{ $match: { operationType: 'insert' } }, { $project: { _id: 1 } }]);
      const wakeUp = createWakeUp();
      let streamError: Error | undefined;
      // Documents from before the stream began are read once it has.
      inserts.once('resumeTokenChanged', wakeUp.wake);
      inserts.on('change', wakeUp.wake).on('error', error => {
        streamError = error;
        wakeUp.wake();
      });
      return {
        async read(limit) {
          lost.throwIfAborted();
          // A relay that restarts opens the stream again.
          if (streamError) throw streamError;
          const documents: OutboxDocument[] = [];
          let bytes = 0;
          for await (const document of outbox.find().sort({ place: 1 }).limit(limit)) {
            documents.push(document);
            bytes += BSON.calculateObjectSize(document);
            if (bytes > MAX_BYTES) break;
          }
          lost.throwIfAborted();
          if (documents.length === limit || bytes > MAX_BYTES) wakeUp.wake();
          return documents.map(document => ({
            row: document._id.toHexString(),
            record: {
              id: document.id,
              topic: document.topic,
              key: document.aggregateid,
              type: document.type,
              source: document.source,
              subject: document.subject,
              time: document.time,
              payload: document.payload,
            },
            ...(document.traceparent === null ? {} : { traceparent: document.traceparent }),
          }));
        },
        async delete(rows) {
          await outbox.deleteMany({ _id: { $in: rows.map(row => new ObjectId(row)) } });
        },
        async park(row, { reason, attempts }) {
          lost.throwIfAborted();
          const document = await outbox.findOne({ _id: new ObjectId(row) });
          if (!document) return;
          const { _id, place: _, ...entry } = document;
          // Killed in between, the event is in both collections, and is parked again.
          await parked.updateOne(
            { _id: entry.id },
            { $set: { ...entry, reason, attempts, parkedAt: new Date() } },
            { upsert: true },
          );
          await outbox.deleteOne({ _id });
        },
        waitForRows: (ms, stop) => wakeUp.wait(ms, AbortSignal.any([stop, lost])),
        async release() {
          await inserts.close().catch(() => {});
          await release();
        },
      };
    },
  };
}
