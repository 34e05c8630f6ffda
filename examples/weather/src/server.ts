import { encodeEvent } from 'covenant/runtime/events';
import { notFoundHandler, problemHandler } from 'covenant/runtime/problem-handler';
import express from 'express';
import { Kafka } from 'kafkajs';
import { createStationsRouter } from './generated/stations/server.js';
import type { Reading } from './generated/stations/types.js';
import { warningsEvents, warningsTopics } from './generated/warnings/events.js';

const kafka = new Kafka({ brokers: (process.env.KAFKA_BROKERS ?? 'localhost:9092').split(',') });
await createTopics();
const producer = kafka.producer();
await producer.connect();

const readings = new Map<string, Reading[]>();

const app = express();
app.use(
  createStationsRouter<object>({
    handlers: {
      async listReadings({ path, query }) {
        const known = readings.get(path.stationId);
        return known ? { status: 200, body: known.slice(0, query.limit) } : { status: 404 };
      },
      async addReading({ path: { stationId }, body }) {
        readings.set(stationId, [body, ...(readings.get(stationId) ?? [])]);
        if (body.celsius < 0) await warn(stationId, body.celsius);
        return { status: 201, body };
      },
    },
    security: {},
    context: () => ({}),
    checkResponses: true,
  }),
);
app.use(notFoundHandler, problemHandler({ log: console }));

async function warn(stationId: string, celsius: number): Promise<void> {
  const event = warningsEvents.FrostExpected(stationId, { stationId, celsius });
  await producer.send({ topic: topic(event.topic), messages: [encodeEvent(event)] });
}

/** The topics that the contract describes, where they are not there yet. */
async function createTopics(): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  const topics = warningsTopics.map(({ topic: name, partitions }) => ({
    topic: topic(name),
    numPartitions: partitions,
  }));
  await admin.createTopics({ topics, waitForLeaders: true });
  await admin.disconnect();
}

/** Several environments can share brokers. */
function topic(name: string): string {
  return `${process.env.TOPIC_PREFIX ?? ''}${name}`;
}

const server = app.listen(Number(process.env.PORT ?? 3000), () => console.log('listening', server.address()));
