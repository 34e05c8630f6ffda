import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Documents of other hosts: which may be fetched, and where their copies are. */
export interface RemoteConfig {
  /** What an address begins with that may be fetched: `https://schemas.example.com/`. */
  allow: readonly string[];
  /** The folder of the copies and of the lock file that pins them; committed. */
  folder: string;
}

/** What is pinned: by address, the hash of its content as Subresource Integrity writes it. */
export type RemoteLock = Record<string, string>;

const LOCK_NAME = 'remote.lock.json';

/** The documents of other hosts, as they were pinned. Nothing here asks a host. */
export class RemoteDocuments {
  readonly lockFile: string;
  /** Addresses that are allowed and that nothing is pinned for. */
  readonly wanted = new Set<string>();
  readonly #folder: string;
  readonly #allow: readonly string[];
  readonly #lock: RemoteLock;

  constructor(root: string, { allow, folder }: RemoteConfig) {
    this.#folder = resolve(root, folder);
    this.#allow = allow;
    this.lockFile = join(this.#folder, LOCK_NAME);
    this.#lock = existsSync(this.lockFile) ? parseLock(readFileSync(this.lockFile, 'utf8')) : {};
  }

  /** Whether an address may be fetched. */
  allows(url: string): boolean {
    return this.#allow.some(start => url === start || (start.endsWith('/') && url.startsWith(start)));
  }

  get lock(): Readonly<RemoteLock> {
    return this.#lock;
  }

  /** Where the copy of a document goes. */
  pathOf(url: string): string {
    const { host, pathname, search } = new URL(url);
    const parts = [host, ...pathname.split('/')]
      .filter(part => part !== '')
      .map(part => part.replaceAll(/[^\w.-]/g, '_'));
    const name = parts.join('/');
    const marked = search === '' ? name : `${name}.${createHash('sha256').update(search).digest('hex').slice(0, 8)}`;
    return join(this.#folder, /\.(ya?ml|json)$/.test(marked) ? marked : `${marked}.yaml`);
  }

  /** The copy of a document, or what keeps it from being read. */
  find(url: string): { file: string } | { problem: string } {
    if (!this.allows(url)) return { problem: notFetched(url) };
    const pinned = Object.hasOwn(this.#lock, url) ? this.#lock[url] : undefined;
    const file = this.pathOf(url);
    if (pinned === undefined) {
      this.wanted.add(url);
      return { problem: `${url} is allowed, and not there yet: run \`covenant fetch\`` };
    }
    if (!existsSync(file) || integrityOf(readFileSync(file, 'utf8')) !== pinned)
      return { problem: `The copy of ${url} is not what was pinned: restore it, or run \`covenant fetch --update\`` };
    return { file };
  }

  /** The address of a copy. */
  addressOf(file: string): string | undefined {
    return Object.keys(this.#lock).find(url => this.pathOf(url) === file);
  }
}

/** What to do about a document of another host that nobody allowed. */
export function notFetched(url: string): string {
  return `${url} is not fetched: keep a copy beside this file and refer to that, or allow it under \`remote\` in the configuration`;
}

/** Subresource Integrity (W3C), section 3.1. */
export function integrityOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function parseLock(text: string): RemoteLock {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
