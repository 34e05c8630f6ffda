import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  Kafka,
  logLevel,
  ResourcePatternTypes,
} from 'kafkajs';
import { parseConfig } from '../../../../services/platform/config.ts';
import { createKafka, type KafkaConnection } from '../../../../services/platform/messaging/kafka.ts';
import { kafkaSecurity, kafkaSecurityConfig } from '../../../../services/platform/messaging/kafka-security.ts';
import { deadLetterTopic, ensureTopics, withAdmin } from '../../../../services/platform/messaging/topics.ts';
import { silentLog } from '../../../../services/platform/testing/log.ts';
import { publish } from '../../../../services/platform/testing/publish.ts';
import { consumeAll } from '../../../../services/platform/testing/topics.ts';
import { until } from '../../../../services/platform/testing/until.ts';
import { type SecuredBroker, startSecuredBroker } from './testing/secured-broker.ts';

/** A broker as a shop runs it in production: closed by TLS, SASL and ACLs. */
const user = { name: 'orders', password: 'not-a-secret' };
const topic = 'orders.order.v1';
const otherTopic = 'payments.payment.v1';
const deadLetters = deadLetterTopic(otherTopic, 'orders');
const definition = (name: string) => ({ topic: name, partitions: 1, config: {} });
let broker: SecuredBroker;

const securityOf = (environment: Record<string, string>) =>
  kafkaSecurity(parseConfig(kafkaSecurityConfig, environment));

const connect = (address: string, environment: Record<string, string> = {}, clientId = 'orders'): KafkaConnection =>
  createKafka({
    brokers: [address],
    clientId,
    security: securityOf(environment),
    log: silentLog(),
  });

const sasl = (more: Record<string, string> = {}): Record<string, string> => ({
  KAFKA_TLS: 'true',
  KAFKA_TLS_CA_FILE: broker.files.ca,
  KAFKA_SASL_MECHANISM: 'scram-sha-512',
  KAFKA_SASL_USERNAME: user.name,
  KAFKA_SASL_PASSWORD: user.password,
  ...more,
});

const event = (id: string, of = topic) => ({
  id,
  topic: of,
  type: 'OrderPaid',
  key: 'order-1',
  payload: { id },
  source: 'orders',
  subject: 'order-1',
  time: '2026-01-01T00:00:00Z',
});

const { TOPIC, GROUP } = AclResourceTypes;
const { READ, WRITE, CREATE, DELETE } = AclOperationTypes;
const { LITERAL, PREFIXED } = ResourcePatternTypes;

/** What `deploy/kubernetes/README.md` says that a service may do. */
const allowed = [
  ...[WRITE, CREATE].map(operation => ({ operation, type: TOPIC, name: 'orders.', pattern: PREFIXED })),
  ...[WRITE, CREATE].map(operation => ({ operation, type: TOPIC, name: `${otherTopic}.`, pattern: PREFIXED })),
  { operation: READ, type: TOPIC, name: '*', pattern: LITERAL },
  ...[READ, DELETE].map(operation => ({ operation, type: GROUP, name: 'orders', pattern: PREFIXED })),
];

beforeAll(async () => {
  broker = await startSecuredBroker(user);
  const open = connect(broker.addresses.open);
  const isRegistered = () => withAdmin(open, async admin => (await admin.describeCluster()).brokers.length > 0);
  await until(() => isRegistered().catch(() => false), { describe: 'the broker is registered', timeoutMs: 40_000 });
  await ensureTopics(open, [definition(otherTopic)]);
  const principals = [`User:${user.name}`, `User:CN=${user.name}`];
  const acl = principals.flatMap(principal =>
    allowed.map(({ operation, type, name, pattern }) => ({
      principal,
      host: '*',
      operation,
      permissionType: AclPermissionTypes.ALLOW,
      resourceType: type,
      resourceName: name,
      resourcePatternType: pattern,
    })),
  );
  await withAdmin(open, admin => admin.createAcls({ acl }));
}, 60_000);
afterAll(() => broker.stop());

const payloads = async (kafka: KafkaConnection, name: string): Promise<unknown[]> =>
  (await consumeAll(kafka, name)).map(({ payload }) => payload);

describe('events are published and consumed', () => {
  test.each(['scram-sha-256', 'scram-sha-512', 'plain'])('with a password, by %s over TLS', async mechanism => {
    const kafka = connect(broker.addresses.sasl, sasl({ KAFKA_SASL_MECHANISM: mechanism }));
    await ensureTopics(kafka, [definition(topic), definition(deadLetters)]);
    await publish(kafka, event(mechanism), event(mechanism, deadLetters));
    expect(await payloads(kafka, topic)).toContainEqual({ id: mechanism });
    expect(await payloads(kafka, deadLetters)).toContainEqual({ id: mechanism });
  });

  test('with a certificate of the client', async () => {
    const { ca, certificate, key } = broker.files;
    const tls = {
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA_FILE: ca,
      KAFKA_TLS_CERT_FILE: certificate,
      KAFKA_TLS_KEY_FILE: key,
    };
    const kafka = connect(broker.addresses.mutualTls, tls);
    await ensureTopics(kafka, [definition(topic)]);
    await publish(kafka, event('certificate'));
    expect(await payloads(kafka, topic)).toContainEqual({ id: 'certificate' });
  });
});

describe('refused', () => {
  test('is a topic that no ACL allows', async () => {
    await expect(publish(connect(broker.addresses.sasl, sasl()), event('other', otherTopic))).rejects.toThrow(
      /not authorized/i,
    );
  });

  test('is a consumer group that no ACL allows, and is not taken for an empty topic', async () => {
    const kafka = connect(broker.addresses.sasl, sasl(), 'payments');
    await expect(consumeAll(kafka, deadLetters)).rejects.toThrow(/group coordinator/i);
  });

  test.each([
    ['a wrong password', () => sasl({ KAFKA_SASL_PASSWORD: 'wrong' }), /authentication/i],
    [
      'a broker whose certificate another authority issued',
      () => sasl({ KAFKA_TLS_CA_FILE: broker.files.otherCa }),
      /certificate/i,
    ],
    ['a client without TLS', () => ({}), /closed|timeout|timed out/i],
  ])('is %s', async (_, environment, message) => {
    await expect(onceConnected(broker.addresses.sasl, environment())).rejects.toThrow(message);
  });

  test('is a client without a certificate where one is asked for', async () => {
    const tls = { KAFKA_TLS: 'true', KAFKA_TLS_CA_FILE: broker.files.ca };
    await expect(onceConnected(broker.addresses.mutualTls, tls)).rejects.toThrow(/certificate|closed/i);
  });
});

/** Connects once, where `createKafka` goes on for minutes: a broker may only be restarting. */
async function onceConnected(address: string, environment: Record<string, string>): Promise<void> {
  const client = new Kafka({
    brokers: [address],
    ...securityOf(environment),
    connectionTimeout: 3_000,
    requestTimeout: 3_000,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  });
  const admin = client.admin();
  try {
    await admin.connect();
    await admin.listTopics();
  } finally {
    await admin.disconnect();
  }
}
