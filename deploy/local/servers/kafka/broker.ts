import fs from 'node:fs';
import path from 'node:path';
import { classpath, thrift } from '../java.ts';

/** The ports of a broker that is its own controller. */
export interface BrokerPorts {
  kafka: number;
  kafka_controller: number;
}

/**
 * Settings of a broker that is alone and starts quickly; `./data` so that no character of the clone's path can hurt.
 */
const properties = (ports: BrokerPorts): Record<string, string | number> => ({
  'process.roles': 'broker,controller',
  'node.id': 1,
  'controller.quorum.voters': `1@127.0.0.1:${ports.kafka_controller}`,
  listeners: `PLAINTEXT://127.0.0.1:${ports.kafka},CONTROLLER://127.0.0.1:${ports.kafka_controller}`,
  'advertised.listeners': `PLAINTEXT://127.0.0.1:${ports.kafka}`,
  'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  'inter.broker.listener.name': 'PLAINTEXT',
  'controller.listener.names': 'CONTROLLER',
  'log.dirs': './data',
  'offsets.topic.replication.factor': 1,
  'offsets.topic.num.partitions': 4,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'transaction.state.log.num.partitions': 4,
  'share.coordinator.state.topic.replication.factor': 1,
  'share.coordinator.state.topic.min.isr': 1,
  'share.coordinator.state.topic.num.partitions': 1,
  'default.replication.factor': 1,
  'min.insync.replicas': 1,
  'group.initial.rebalance.delay.ms': 0,
  'auto.create.topics.enable': 'false',
  'num.partitions': 3,
  'num.network.threads': 2,
  'num.io.threads': 4,
  'background.threads': 2,
  'num.recovery.threads.per.data.dir': 1,
  'log.cleaner.threads': 1,
  'log.cleaner.dedupe.buffer.size': 8_388_608,
  'log.cleaner.io.buffer.size': 131_072,
  'log.retention.hours': 168,
  'log.retention.bytes': 268_435_456,
  'log.segment.bytes': 16_777_216,
  'log.index.size.max.bytes': 1_048_576,
  'offsets.retention.minutes': 10_080,
  'broker.session.timeout.ms': 3000, // after a crash the old incarnation must expire first
  'broker.heartbeat.interval.ms': 500,
});

/** Writes `server.properties` of a broker in a folder; `more` are settings beside those, or in place of them. */
export function writeProperties(folder: string, ports: BrokerPorts, more: Record<string, string | number> = {}): void {
  const lines = Object.entries({ ...properties(ports), ...more }).map(([name, value]) => `${name}=${value}`);
  fs.writeFileSync(path.join(folder, 'server.properties'), `${lines.join('\n')}\n`);
}

const logging = ['defaultLogLevel=warn', 'showDateTime=true', 'dateTimeFormat=HH:mm:ss.SSS'].map(
  option => `-Dorg.slf4j.simpleLogger.${option}`,
);

/** Arguments for a JVM that runs `main` of Kafka in a folder with a `server.properties`. */
export function jvm(jars: string, heap: string, extra: string[], main: string, args: string[]): string[] {
  return [
    `-Xms${heap}`,
    `-Xmx${heap}`,
    ...thrift,
    ...extra,
    ...logging,
    '-cp',
    classpath(jars),
    main,
    ...args,
    'server.properties',
  ];
}

/** Arguments of `kafka.tools.StorageTool` that make the data folder of a broker. */
export const format = ['format', '-t', '4L6g3nShT-eMCtK--X86sw', '-c'];
