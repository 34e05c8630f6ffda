import { expect, test } from '@jest/globals';
import { readContracts } from '../read-contracts.ts';
import { projectFolder } from '../testing/project-folder.ts';
import { mockEvents } from './mock-events.ts';
import { publishMockEvents } from './publish-events.ts';

const kennel = `asyncapi: 3.0.0
info: { title: Kennel, version: 1.0.0 }
channels:
  pets:
    address: kennel.pet.v1
    messages:
      PetAdopted: { payload: { $ref: '#/components/schemas/Pet' }, examples: [{ payload: { petId: p1, name: Rex } }] }
      PetWeighed: { payload: { type: object, required: [petId, grams], properties: { petId: { type: string }, grams: { type: integer, minimum: 100 } } } }
  asked:
    address: kennel.asked.v1
    messages: { Asked: { payload: { type: object } } }
operations:
  tell: { action: send, channel: { $ref: '#/channels/pets' } }
  hear: { action: receive, channel: { $ref: '#/channels/asked' } }
components:
  schemas: { Pet: { type: object, required: [petId], properties: { petId: { type: string }, name: { type: string } } } }
`;
const project = projectFolder({ 'asyncapi/kennel.yaml': kennel }, { asyncapi: 'asyncapi/*.yaml' });
const publishers = readContracts(project).publishers.map(({ publisher }) => publisher);

const events = (turn: number) => publishers.flatMap(publisher => mockEvents(publisher, 'seed', turn));

test('an event of each message that is sent: its example, else a value of its schema; CloudEvents in Kafka headers', () => {
  const [adopted, weighed, ...more] = events(0);
  expect(more).toEqual([]);
  expect(adopted).toMatchObject({
    topic: 'kennel.pet.v1',
    message: { key: 'p1', value: '{"petId":"p1","name":"Rex"}', headers: { ce_type: 'PetAdopted' } },
  });
  const value: unknown = JSON.parse(weighed?.message.value ?? '');
  expect(value).toMatchObject({ petId: expect.any(String), grams: expect.any(Number) });
  expect(events(0).map(({ message }) => message.value)).toEqual([adopted, weighed].map(item => item?.message.value));
  expect(events(1)[1]?.message.value).not.toBe(weighed?.message.value);
});

test('they are in the topics of a broker', async () => {
  const { Kafka, logLevel } = await import('kafkajs');
  const brokers = (process.env.KAFKA_BROKERS ?? '').split(',');
  const prefix = `mock-${process.pid}-${Date.now()}.`;
  const sent = await publishMockEvents(publishers, { brokers, prefix, seed: 'seed', intervalMs: 0 });
  expect(sent).toMatchObject({ sent: 2, topics: [`${prefix}kennel.pet.v1`] });
  await sent.close();
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(`${prefix}kennel.pet.v1`);
  await admin.deleteTopics({ topics: sent.topics });
  await admin.disconnect();
  expect(offsets).toMatchObject([{ high: '2' }]);
});
