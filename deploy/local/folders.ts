import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The clone that this file lies in. */
export const root = path.resolve(import.meta.dirname, '../..');

/** A user who owns nothing: servers that refuse to run as root run as this one. */
export interface PlainUser {
  uid: number;
  gid: number;
}

/** Whom PostgreSQL and Elasticsearch run as: `undefined` for ourselves, a plain user of the system when we are root. */
export function plainUser(passwd = '/etc/passwd'): PlainUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = fs.readFileSync(passwd, 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find(line => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    'No user "postgres" or "nobody" on this system, and PostgreSQL refuses to run as root. Add one: useradd --system postgres',
  );
}

/** Whether every user may walk to `folder`: each existing folder on the way there lets others in. */
export function isOpen(folder: string): boolean {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (fs.existsSync(at) && !(fs.statSync(at).mode & 0o001)) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** Makes a folder of ours in a place that everybody can write to, and refuses one that somebody else has made there. */
function ownFolder(folder: string): string {
  fs.mkdirSync(folder, { recursive: true, mode: 0o755 });
  const { uid } = fs.lstatSync(folder);
  if (uid !== process.getuid?.()) throw new Error(`${folder} belongs to somebody else; remove it, then start again`);
  return folder;
}

const openFolder = (key: string): string =>
  `/var/tmp/covenant-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`;

/**
 * The cache of downloads and builds, shared by all clones of this user. As root, when the home is closed to
 * the plain user who runs PostgreSQL, an open folder instead.
 */
export function cacheFolder(): string {
  const home = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'covenant');
  const folder = plainUser() && !isOpen(home) ? ownFolder(openFolder(home)) : home;
  fs.mkdirSync(folder, { recursive: true });
  return folder;
}

/** Makes a folder that others of this machine cannot read, such as that of logs; one that is there is closed. */
export function ensurePrivateFolder(folder: string): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.chmodSync(folder, 0o700);
}

/**
 * The folder with all state of one system of this clone: `.covenant/<name>`. As root in a clone that is closed to the
 * plain user, that is a link to an open folder; without the link (a fresh clone at an old path) what lies there is
 * forgotten.
 */
export function stateFolder(name: string, clone = root): string {
  const folder = path.join(clone, '.covenant', name);
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  if (!fs.existsSync(folder)) {
    fs.rmSync(folder, { force: true });
    if (plainUser() && !isOpen(clone)) {
      const open = ownFolder(path.join(ownFolder(openFolder(fs.realpathSync(clone))), name));
      for (const left of fs.readdirSync(open)) fs.rmSync(path.join(open, left), { recursive: true });
      fs.symlinkSync(open, folder);
    } else fs.mkdirSync(folder);
  }
  return fs.realpathSync(folder);
}
