import fs from 'node:fs';
import path from 'node:path';
import kafkajs from 'kafkajs';
import { freePorts } from '../ports.ts';
import { provision, runTool } from '../provision.ts';
import type { Report } from '../steps.ts';
import { archiveOnce, jdk, mark } from './java.ts';
import { format, jvm, writeProperties } from './kafka/broker.ts';
import type { Place, Server } from './server.ts';

const pom = path.join(import.meta.dirname, 'kafka/pom.xml');
const folderIn = (cache: string): string => path.join(cache, `kafka-4.3.1-${mark(pom)}`);
const home = (place: Place): string => folderIn(place.cache);
const data = (place: Place): string => path.join(place.state, 'kafka');
const broker = (place: Place): string => `127.0.0.1:${place.ports.kafka}`;

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

/** Downloads Kafka's jars into the cache, once. @returns the folder of the jars */
export async function provisionJars(cache: string, report: Report = () => {}): Promise<string> {
  const folder = await provision(cache, path.basename(folderIn(cache)), async draft => {
    report('downloading its jars');
    const args = ['-B', '-q', '-f', pom, 'dependency:copy-dependencies', '-DincludeScope=runtime'];
    await runTool({ program: 'mvn', args: [...args, `-DoutputDirectory=${path.join(draft, 'jars')}`] });
  });
  return path.join(folder, 'jars');
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
    const jars = await provisionJars(place.cache, report);
    report('archiving its classes');
    await archiveOnce(archive(place), (file, folder) => tryOut(jars, file, folder));
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
