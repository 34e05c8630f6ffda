import fs from 'node:fs';
import path from 'node:path';
import kafkajs from 'kafkajs';
import { freePorts } from '../ports.ts';
import { provision, runTool } from '../provision.ts';
import { archiveOnce, classpath, jdk, mark, thrift } from './java.ts';
import type { Place, Server } from './server.ts';

const pom = path.join(import.meta.dirname, 'kafka/pom.xml');
const home = (place: Place): string => path.join(place.cache, `kafka-4.3.1-${mark(pom)}`);
const data = (place: Place): string => path.join(place.state, 'kafka');
const broker = (place: Place): string => `127.0.0.1:${place.ports.kafka}`;

/**
 * Settings of a broker that is alone and starts quickly; `./data` so that no character of the clone's path can hurt.
 */
const properties = (ports: { kafka: number; kafka_controller: number }): Record<string, string | number> => ({
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

function writeProperties(folder: string, ports: { kafka: number; kafka_controller: number }): void {
  const lines = Object.entries(properties(ports)).map(([name, value]) => `${name}=${value}`);
  fs.writeFileSync(path.join(folder, 'server.properties'), `${lines.join('\n')}\n`);
}

const logging = ['defaultLogLevel=warn', 'showDateTime=true', 'dateTimeFormat=HH:mm:ss.SSS'].map(
  option => `-Dorg.slf4j.simpleLogger.${option}`,
);

/** Arguments for a JVM that runs `main` of Kafka in a folder with a `server.properties`. */
function jvm(jars: string, heap: string, extra: string[], main: string, args: string[]): string[] {
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

const format = ['format', '-t', '4L6g3nShT-eMCtK--X86sw', '-c'];

const archive = (place: Place): string => path.join(home(place), 'kafka.jsa');

/** Starts a broker on an empty folder and stops it again after some seconds. */
async function tryOut(jars: string, file: string, folder: string): Promise<void> {
  const [port = 0, controller = 0] = await freePorts(2);
  writeProperties(folder, { kafka: port, kafka_controller: controller });
  await runTool({ program: jdk('java'), args: jvm(jars, '64m', [], 'kafka.tools.StorageTool', format), cwd: folder });
  const extra = [`-XX:ArchiveClassesAtExit=${file}`, '-Xlog:cds=off', '-Xlog:cds+dynamic=off'];
  await runTool({
    program: 'timeout',
    args: ['--preserve-status', '6', jdk('java'), ...jvm(jars, '256m', extra, 'kafka.Kafka', [])],
    cwd: folder,
  }).catch(
    () => {}, // ended by the signal that stops it: the archive is there or it is not
  );
}

/** Kafka in KRaft mode, from its jars in Maven Central. */
export const kafka: Server = {
  name: 'kafka',
  title: 'Kafka',
  given: ['KAFKA_BROKERS'],
  ports: ['kafka', 'kafka_controller'],
  needs: { run: ['java'], build: ['maven'] },
  home,
  stop: { signal: 'SIGTERM', timeoutMs: 20_000 },

  async provision(place, report) {
    await provision(place.cache, path.basename(home(place)), async folder => {
      report('downloading its jars');
      const args = ['-B', '-q', '-f', pom, 'dependency:copy-dependencies', '-DincludeScope=runtime'];
      await runTool({ program: 'mvn', args: [...args, `-DoutputDirectory=${path.join(folder, 'jars')}`] });
    });
    report('archiving its classes');
    await archiveOnce(archive(place), (file, folder) => tryOut(path.join(home(place), 'jars'), file, folder));
  },

  async prepare(place) {
    fs.mkdirSync(data(place), { recursive: true });
    writeProperties(data(place), place.ports);
    if (fs.existsSync(path.join(data(place), 'data/meta.properties'))) return;
    const args = jvm(path.join(home(place), 'jars'), '64m', [], 'kafka.tools.StorageTool', format);
    await runTool({ program: jdk('java'), args, cwd: data(place) });
  },

  command: place => ({
    program: jdk('java'),
    args: jvm(path.join(home(place), 'jars'), '256m', [`-XX:SharedArchiveFile=${archive(place)}`], 'kafka.Kafka', []),
    cwd: data(place),
  }),

  async answers(place) {
    const client = new kafkajs.Kafka({
      brokers: [broker(place)],
      logLevel: kafkajs.logLevel.NOTHING,
      connectionTimeout: 2000,
      retry: { retries: 0 },
    });
    const admin = client.admin();
    try {
      await admin.connect();
      await admin.listTopics();
      const { brokers } = await admin.describeCluster();
      if (brokers.length === 0) throw new Error('its broker has not registered yet');
    } finally {
      await admin.disconnect();
    }
  },

  environment: place => ({ KAFKA_BROKERS: broker(place) }),
};
