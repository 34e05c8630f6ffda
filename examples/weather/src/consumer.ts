import { Kafka } from 'kafkajs';
import { createWarningsConsumer } from './generated/warnings/events.js';

const kafka = new Kafka({ brokers: (process.env.KAFKA_BROKERS ?? 'localhost:9092').split(',') });
const warnings = createWarningsConsumer<object>({
  handlers: {
    FrostExpected: async ({ stationId, celsius }) => console.log(`frost in ${stationId}: ${celsius} degrees`),
  },
});

const prefix = process.env.TOPIC_PREFIX ?? '';
const consumer = kafka.consumer({ groupId: `${prefix}weather-display` });
await consumer.connect();
await consumer.subscribe({ topics: warnings.topics.map(topic => prefix + topic), fromBeginning: true });
await consumer.run({ eachMessage: ({ message }) => warnings.dispatch(message, {}) });
