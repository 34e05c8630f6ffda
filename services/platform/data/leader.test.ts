import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { silentLog } from '../testing/log.ts';
import { until } from '../testing/until.ts';
import { leaderLocks } from './leader.ts';
import { type Locks, postgresLocks } from './locks.ts';

const log = silentLog();
let database: TestDatabase;
const opened: Locks[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase('platform');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(opened.splice(0).map(locks => locks.close()));
});
afterAll(() => database.drop());

function open(): Locks {
  const locks = leaderLocks(postgresLocks({ url: database.url, log }));
  opened.push(locks);
  return locks;
}

/** A process of the service; `runs` counts the runs of its workers. */
function startProcess(): { child: ChildProcess; runs(name: string): number } {
  const program = join(import.meta.dirname, '../testing/leader.ts');
  const child = spawn(process.execPath, [program, database.url], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  return { child, runs: name => output.split('\n').filter(line => line === name).length };
}

test('one process has all locks of a service, until it closes them', async () => {
  const one = open();
  const other = open();
  expect(await one.runExclusive('a', async () => {})).toBe(true);
  expect(await other.runExclusive('b', async () => {})).toBe(false);
  expect(
    await one.runExclusive('b', () => one.runExclusive('b', async () => {}).then(ran => expect(ran).toBe(false))),
  ).toBe(true);
  await one.close();
  await until(() => other.runExclusive('b', async () => {}), { describe: 'the other is the leader' });
});

test('two workers of a process run, none of another one; those run once the first is killed', async () => {
  const first = startProcess();
  await until(() => first.runs('first') > 2 && first.runs('second') > 2, { describe: 'the first process works' });
  const second = startProcess();
  await until(async () => (await sessions()) === 2, { describe: 'both processes have asked for leadership' });
  expect(second.runs('first')).toBe(0);
  first.child.kill('SIGKILL');
  await until(() => second.runs('first') > 2 && second.runs('second') > 2, { describe: 'the second process works' });
});

test('a leader that lost its session is notified, and is the leader again', async () => {
  const locks = open();
  let notified = false;
  const loseSession = async (lost: AbortSignal): Promise<void> => {
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'locks' AND datname = current_database()`,
    );
    await admin.end();
    notified = await until(() => lost.aborted, { describe: 'the leader is notified' });
  };
  // A process of the test before may not have ended yet.
  await until(() => locks.runExclusive('a', loseSession), { describe: 'it is the leader' });
  expect(notified).toBe(true);
  await until(() => locks.runExclusive('a', async () => {}), { describe: 'it is the leader again' });
});

/** How many processes have a session for locks. */
async function sessions(): Promise<number> {
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  const { rows } = await admin.query(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'locks' AND datname = current_database()`,
  );
  await admin.end();
  return rows[0].count;
}
