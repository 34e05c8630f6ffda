import { connect, type Socket } from 'node:net';
import { Kafka, logLevel } from 'kafkajs';
import { testEnvironment } from './environment.ts';

/** A Kafka client whose network can be cut: its connections break, and new ones are refused until it is mended. */
export function flakyKafka(): { client: Kafka; cut(): void; mend(): void } {
  let away = false;
  const sockets = new Set<Socket>();
  const client = new Kafka({
    brokers: testEnvironment('KAFKA_BROKERS'),
    clientId: 'test',
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 50, maxRetryTime: 200, retries: 3 },
    socketFactory({ host, port, onConnect }) {
      const socket = connect({ host, port: away ? 1 : port }, onConnect);
      sockets.add(socket.once('close', () => sockets.delete(socket)));
      return socket;
    },
  });
  return {
    client,
    cut() {
      away = true;
      for (const socket of sockets) socket.destroy(new Error('cut'));
    },
    mend() {
      away = false;
    },
  };
}
