import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Logger } from 'pino';

/** The version of `schema`: raised by one with each change that the file of an older sandbox lacks. */
const VERSION = 1;

const schema = `
  CREATE TABLE IF NOT EXISTS records (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    intent_id TEXT,
    charge_id TEXT,
    due_at INTEGER,
    body TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS records_by_kind ON records (kind, seq);
  CREATE INDEX IF NOT EXISTS records_by_intent ON records (intent_id, kind, seq) WHERE intent_id IS NOT NULL;
  CREATE INDEX IF NOT EXISTS records_by_charge ON records (charge_id, kind, seq) WHERE charge_id IS NOT NULL;
  CREATE INDEX IF NOT EXISTS records_due ON records (due_at) WHERE due_at IS NOT NULL;
  CREATE TABLE IF NOT EXISTS events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    created INTEGER NOT NULL,
    body TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL,
    url TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    created_ms INTEGER NOT NULL,
    due_ms INTEGER,
    status TEXT NOT NULL DEFAULT 'waiting'
  );
  CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (due_ms) WHERE status = 'waiting';
  CREATE INDEX IF NOT EXISTS deliveries_by_event ON deliveries (event_id);
  CREATE TABLE IF NOT EXISTS idempotency (
    key TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    request_id TEXT NOT NULL,
    created INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, body TEXT NOT NULL);
`;

/**
 * Opens the state in `folder`, which is created when missing; without one it is kept in memory. A state that another
 * version of the sandbox wrote is moved aside with a log line: the sandbox starts empty and knows nothing of what was
 * paid before.
 */
export function openState(folder: string | undefined, log: Logger): DatabaseSync {
  if (folder === undefined || folder === '') return prepared(new DatabaseSync(':memory:'));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'stripe-sandbox.sqlite');
  const database = new DatabaseSync(file);
  const version = versionOf(database);
  if (version === undefined || version === VERSION) return prepared(database);
  database.close();
  const aside = join(folder, `stripe-sandbox.version-${version}.sqlite`);
  renameSync(file, aside);
  for (const left of ['-wal', '-shm']) rmSync(file + left, { force: true });
  log.warn(
    { version, wanted: VERSION, aside },
    'the state was written by another version of the sandbox: set aside, beginning anew',
  );
  return prepared(new DatabaseSync(file));
}

function prepared(database: DatabaseSync): DatabaseSync {
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;');
  database.exec(schema);
  database.exec(`PRAGMA user_version = ${VERSION}`);
  return database;
}

/** Which version wrote a state; undefined for one that is empty. */
function versionOf(database: DatabaseSync): number | undefined {
  const columns = database.prepare("SELECT name FROM pragma_table_info('records')").all();
  if (columns.length === 0) return undefined;
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
  // The first version did not say so yet.
  return version === 0 && columns.some(({ name }) => name === 'due_at') ? 1 : version;
}
