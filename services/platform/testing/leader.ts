import { leaderLocks } from '../data/leader.ts';
import { postgresLocks } from '../data/locks.ts';
import { periodicWorker } from '../workers/periodic-worker.ts';
import { silentLog } from './log.ts';

/** A process of a service, for leader.test.ts: prints a line for each run of its workers. */
const [url = ''] = process.argv.slice(2);
const log = silentLog();
const locks = leaderLocks(postgresLocks({ url, log }));
for (const name of ['first', 'second'])
  await periodicWorker(20, name, async () => void process.stdout.write(`${name}\n`), { locks, log }).start();
