import { Readable } from 'node:stream';
import type { Activity } from '../../generated/edge/types.ts';
import { newId } from '../platform/ids.ts';
import type { Worker } from '../platform/workers.ts';

export interface LiveLimits {
  /** Connections of one address. */
  perAddress: number;
  /** Connections in all. */
  total: number;
}

/** Who listens, and from when on. */
export interface Follower {
  address: string;
  /** The last event that the browser heard of before it lost its connection. */
  lastEventId: string | undefined;
}

/** Tells open pages what changed. */
export interface Live extends Worker {
  /** Events of these tags; `age` is how long ago the page was loaded, ms. Undefined when there are too many connections. */
  followTags(follower: Follower & { tags: readonly string[]; age: number | undefined }): Readable | undefined;
  /** Everything that happens; ends after `ACTIVITY_MS`. Undefined when there are too many connections. */
  followActivity(follower: Follower): Readable | undefined;
  changed(tags: readonly string[]): void;
  happened(activity: Activity): void;
  listeners(): number;
}

const HEARTBEAT_MS = 15_000;
/** A session that was ended is heard of by then. */
const ACTIVITY_MS = 5 * 60_000;
/** What is still known for those who connect again. */
const REMEMBERED = 1_000;
/** A reader that is this far behind is let go: it will connect again and be told what it missed. Bytes. */
const BEHIND = 64 * 1024;

interface Told {
  number: number;
  at: number;
}

interface Connection {
  stream: Readable;
  tags: ReadonlySet<string> | undefined;
}

/** The last few of a kind, numbered. */
function memory<T>() {
  const kept: (Told & { what: T })[] = [];
  return {
    add(number: number, what: T): void {
      kept.push({ number, at: Date.now(), what });
      if (kept.length > REMEMBERED) kept.shift();
    },
    /** What came after; undefined when it is not known any more. */
    since(number: number): T[] | undefined {
      const oldest = kept[0];
      if (kept.length === REMEMBERED && oldest && oldest.number > number + 1) return undefined;
      return kept.filter(told => told.number > number).map(({ what }) => what);
    },
    after(moment: number): T[] | undefined {
      const oldest = kept[0];
      if (kept.length === REMEMBERED && oldest && oldest.at > moment) return undefined;
      return kept.filter(({ at }) => at >= moment).map(({ what }) => what);
    },
  };
}

/**
 * Server-sent events (HTML, section 9.2) to whoever follows tags or the activity of the shop. Each event carries an id, so that a browser that was
 * away is told what it missed; where that is not known any more, or another process told it, it is told that all its tags changed.
 */
export function createLive(limits: LiveLimits): Live {
  const instance = newId().slice(-12);
  const connections = new Set<Connection>();
  const byAddress = new Map<string, number>();
  const byTag = new Map<string, Set<Connection>>();
  const changes = memory<readonly string[]>();
  const activities = memory<Activity>();
  const timers = new Set<NodeJS.Timeout>();
  let number = 0;
  let isOpen = true;

  const eventOf = (name: string, data: unknown): string => `id: ${instance}.${number}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

  function send({ stream }: Connection, text: string): void {
    if (stream.readableLength > BEHIND) stream.destroy();
    else stream.push(text);
  }

  function open(address: string, tags: ReadonlySet<string> | undefined, first: string): Connection | undefined {
    const own = byAddress.get(address) ?? 0;
    if (!isOpen || connections.size >= limits.total || own >= limits.perAddress) return undefined;
    const stream = new Readable({ read() {} });
    const connection: Connection = { stream, tags };
    connections.add(connection);
    byAddress.set(address, own + 1);
    for (const tag of tags ?? []) byTag.set(tag, (byTag.get(tag) ?? new Set()).add(connection));
    stream.once('close', () => {
      connections.delete(connection);
      const left = (byAddress.get(address) ?? 1) - 1;
      if (left > 0) byAddress.set(address, left);
      else byAddress.delete(address);
      for (const tag of tags ?? []) {
        const followers = byTag.get(tag);
        followers?.delete(connection);
        if (followers?.size === 0) byTag.delete(tag);
      }
    });
    // An id without data tells nobody anything, but is sent back when the browser connects again.
    stream.push(`retry: 2000\nid: ${instance}.${number}\n\n${first}`);
    return connection;
  }

  /** The number of an event that this process told; undefined for one of another. */
  function numberOf(id: string): number | undefined {
    const [who, told] = id.split('.');
    return who === instance && /^\d+$/.test(told ?? '') ? Number(told) : undefined;
  }

  function missed({
    lastEventId,
    age,
    tags,
  }: {
    lastEventId: string | undefined;
    age: number | undefined;
    tags: ReadonlySet<string>;
  }): string[] {
    const last = lastEventId === undefined ? undefined : numberOf(lastEventId);
    if (lastEventId === undefined && age === undefined) return [];
    const known = last !== undefined ? changes.since(last) : lastEventId === undefined ? changes.after(Date.now() - (age ?? 0)) : undefined;
    if (known === undefined) return [...tags];
    return [...new Set(known.flat())].filter(tag => tags.has(tag));
  }

  return {
    name: 'live',
    followTags({ address, tags, age, lastEventId }) {
      const followed = new Set(tags);
      const late = missed({ lastEventId, age, tags: followed });
      return open(address, followed, late.length > 0 ? eventOf('changed', { tags: late }) : '')?.stream;
    },
    followActivity({ address, lastEventId }) {
      const last = lastEventId === undefined ? undefined : numberOf(lastEventId);
      const late = last === undefined ? [] : (activities.since(last) ?? []);
      const connection = open(address, undefined, late.map(activity => eventOf('activity', activity)).join(''));
      if (!connection) return undefined;
      const end = setTimeout(() => connection.stream.push(null), ACTIVITY_MS);
      connection.stream.once('close', () => clearTimeout(end));
      return connection.stream;
    },
    changed(tags) {
      number += 1;
      changes.add(number, tags);
      const told = new Map<Connection, string[]>();
      for (const tag of tags) for (const connection of byTag.get(tag) ?? []) told.set(connection, [...(told.get(connection) ?? []), tag]);
      for (const [connection, own] of told) send(connection, eventOf('changed', { tags: own }));
    },
    happened(activity) {
      number += 1;
      activities.add(number, activity);
      const text = eventOf('activity', activity);
      for (const connection of connections) if (!connection.tags) send(connection, text);
    },
    listeners: () => connections.size,
    async start() {
      timers.add(
        setInterval(() => {
          for (const connection of connections) send(connection, ':\n\n');
        }, HEARTBEAT_MS),
      );
    },
    async stop() {
      isOpen = false;
      for (const timer of timers) clearInterval(timer);
      for (const { stream } of connections) stream.push(null);
    },
  };
}
