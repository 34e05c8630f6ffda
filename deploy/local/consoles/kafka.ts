import kafkajs from 'kafkajs';

/**
 * Without a topic, the topics and how many messages each has had; with one, its messages from the first on, and those
 * that follow.
 */
export async function kafkaConsole(brokers: string, topic?: string): Promise<void> {
  const client = new kafkajs.Kafka({ brokers: brokers.split(','), logLevel: kafkajs.logLevel.ERROR });
  if (!topic) return listTopics(client);
  const consumer = client.consumer({ groupId: `console-${process.pid}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    async eachMessage({ partition, message }) {
      const type = message.headers?.ce_type?.toString() ?? '';
      console.log(
        `${partition}/${message.offset} ${message.headers?.ce_time?.toString() ?? ''} ${type} ${message.key?.toString() ?? ''}`,
      );
      console.log(`  ${message.value?.toString() ?? '(tombstone)'}`);
    },
  });
  await new Promise(resolve => process.once('SIGINT', resolve));
  await consumer.disconnect();
}

async function listTopics(client: kafkajs.Kafka): Promise<void> {
  const admin = client.admin();
  await admin.connect();
  const topics = (await admin.listTopics()).sort();
  const offsets = await Promise.all(topics.map(topic => admin.fetchTopicOffsets(topic)));
  topics.forEach((topic, index) => {
    const count = offsets[index]?.reduce((sum, { high }) => sum + Number(high), 0);
    console.log(`${String(count).padStart(8)}  ${topic}`);
  });
  await admin.disconnect();
}
