import { connect, type Socket } from 'node:net';
import { Kafka, logLevel } from 'kafkajs';
import { testEnvironment } from './environment.ts';

/** A Kafka client whose network can be cut: its connections break, and new ones are refused until it is restored. */
export function flakyKafka(): { client: Kafka; disconnect(): void; restore(): void } {
  let unreachable = false;
  const sockets = new Set<Socket>();
  const client = new Kafka({
    brokers: testEnvironment('KAFKA_BROKERS'),
    clientId: 'test',
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 50, maxRetryTime: 200, retries: 3 },
    socketFactory({ host, port, onConnect }) {
      const socket = connect({ host, port: unreachable ? 1 : port }, onConnect);
      sockets.add(socket.once('close', () => sockets.delete(socket)));
      return socket;
    },
  });
  return {
    client,
    disconnect() {
      unreachable = true;
      for (const socket of sockets) socket.destroy(new Error('cut'));
    },
    restore() {
      unreachable = false;
    },
  };
}
