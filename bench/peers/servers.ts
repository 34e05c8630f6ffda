import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { z } from 'zod';
import { testEnvironment } from '../../services/platform/testing/environment.ts';
import { endProgram, mustRun, type Program, startProgram } from '../program.ts';

/** A number of a database of Redis that no service of the project uses. */
const REDIS_DATABASE = 9;

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: testEnvironment('DATABASE_URL') });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

/** What a peer runs in and with: its installed packages, a folder, an empty database and an empty Redis. */
export interface PeerEnvironment {
  /** A folder of this run, with the packages of the peer in its `node_modules`. */
  folder: string;
  databaseUrl: string;
  redisUrl: string;
  /** Starts a program of Node in `folder`, for production, with `more` variables; it is ended at the close. */
  start(name: string, args: readonly string[], more?: Readonly<Record<string, string>>): Program;
  /** Ends what was started, and deletes the rest. Throws when a program that `serves` has ended before. */
  close(serves?: readonly Program[]): Promise<void>;
}

const packageFile = (installed: string, name: string): string => join(installed, 'node_modules', name, 'package.json');

/** Whether a package is installed in a folder. */
export const isInstalled = (installed: string, name: string): boolean => existsSync(packageFile(installed, name));

/** The version of a package that is installed in a folder. */
export const versionOf = (installed: string, name: string): string =>
  z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageFile(installed, name), 'utf8'))).version;

/** Makes what a peer that is installed in a folder needs, on the servers that the environment names. */
export async function openPeerEnvironment(peer: string, installed: string): Promise<PeerEnvironment> {
  const folder = mkdtempSync(join(tmpdir(), `bench-${peer}-`));
  symlinkSync(resolve(installed, 'node_modules'), join(folder, 'node_modules'));
  const database = `peer_${peer}_${randomUUID().slice(0, 8)}`;
  await administer(`CREATE DATABASE ${database}`);
  const databaseUrl = new URL(testEnvironment('DATABASE_URL'));
  databaseUrl.pathname = `/${database}`;
  const redisUrl = new URL(testEnvironment('REDIS_URL'));
  redisUrl.pathname = `/${REDIS_DATABASE}`;
  const programs: Program[] = [];
  return {
    folder,
    databaseUrl: databaseUrl.href,
    redisUrl: redisUrl.href,
    start(name, args, more = {}) {
      const env = { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', ...more };
      const program = startProgram({ name: `${peer}-${name}`, args, cwd: folder, env, folder });
      programs.push(program);
      return program;
    },
    async close(serves = []) {
      try {
        for (const program of serves) mustRun(program);
      } finally {
        await Promise.all(programs.map(endProgram));
        await administer(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
        const redis = new Redis(redisUrl.href);
        await redis.flushdb().finally(() => redis.disconnect());
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}
