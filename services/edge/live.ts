import { Readable } from 'node:stream';
import type { Activity, Change } from '../../generated/edge/types.ts';
import { newId } from '../platform/ids.ts';
import { visibleTo } from '../platform/visible-changes.ts';
import type { Worker } from '../platform/workers.ts';
import { createMemory, type Told } from './memory.ts';

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

/** What somebody of the staff asks for; `age` as for tags. */
export interface Asked {
  roles: readonly string[];
  age: number | undefined;
  recent: number | undefined;
}

/** Tells open pages what changed. */
export interface Live extends Worker {
  /**
   * Events of these tags; `age` is how long ago the page was loaded, ms. Undefined when there are too many connections.
   */
  followTags(follower: Follower & { tags: readonly string[]; age: number | undefined }): Readable | undefined;
  /**
   * Everything that happens, and the changes that somebody with these roles may see; ends after `ACTIVITY_MS`. Who
   * comes anew is told the newest `recent` activities before. Undefined when there are too many connections.
   */
  followActivity(follower: Follower & Asked): Readable | undefined;
  changed(tags: readonly string[]): void;
  happened(activity: Activity): void;
  changeMade(change: Change): void;
  listeners(): number;
}

const HEARTBEAT_MS = 15_000;
/** A session that was ended is heard of by then. */
const ACTIVITY_MS = 5 * 60_000;
/** A reader that is this far behind is let go: it will connect again and be told what it missed. Bytes. */
const BEHIND = 64 * 1024;

/** What staff is told: of what happens everybody, of changes those who may see them. */
type News = { name: 'activity'; data: Activity } | { name: 'change'; data: Change };

/** What a connection is told: news of these tags, or as staff with these roles. */
type Interest = { tags: ReadonlySet<string> } | { sees(news: News): boolean };

interface Connection {
  stream: Readable;
  interest: Interest;
}

const tagsOf = (interest: Interest): Iterable<string> => ('tags' in interest ? interest.tags : []);

function staffWith(roles: readonly string[]): { sees(news: News): boolean } {
  const visible = visibleTo(roles);
  return { sees: ({ name, data }) => name === 'activity' || visible === 'all' || visible.includes(data.resource) };
}

/**
 * Server-sent events (HTML, section 9.2) to whoever follows tags or the activity of the shop. Each event carries an id,
 * so that a browser that was away is told what it missed; where that is not known any more, or another process told it,
 * it is told that all its tags changed.
 */
export function createLive(limits: LiveLimits): Live {
  const instance = newId().slice(-12);
  const connections = new Set<Connection>();
  const byAddress = new Map<string, number>();
  const byTag = new Map<string, Set<Connection>>();
  const changes = createMemory<readonly string[]>();
  const news = createMemory<News>();
  const timers = new Set<NodeJS.Timeout>();
  let number = 0;
  let isOpen = true;

  const eventOf = (name: string, data: unknown, told = number): string =>
    `id: ${instance}.${told}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

  function send({ stream }: Connection, text: string): void {
    if (stream.readableLength > BEHIND) stream.destroy();
    else stream.push(text);
  }

  function open(address: string, interest: Interest, first: string): Connection | undefined {
    const own = byAddress.get(address) ?? 0;
    if (!isOpen || connections.size >= limits.total || own >= limits.perAddress) return undefined;
    const stream = new Readable({ read() {} });
    const connection: Connection = { stream, interest };
    connections.add(connection);
    byAddress.set(address, own + 1);
    for (const tag of tagsOf(interest)) byTag.set(tag, (byTag.get(tag) ?? new Set()).add(connection));
    stream.once('close', () => {
      connections.delete(connection);
      const left = (byAddress.get(address) ?? 1) - 1;
      if (left > 0) byAddress.set(address, left);
      else byAddress.delete(address);
      for (const tag of tagsOf(interest)) {
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
    const known =
      last !== undefined
        ? changes.since(last)
        : lastEventId === undefined
          ? changes.after(Date.now() - (age ?? 0))
          : undefined;
    if (known === undefined) return [...tags];
    return [...new Set(known.flatMap(({ what }) => what))].filter(tag => tags.has(tag));
  }

  /** The newest activities, but for those that are told anyway. */
  function earlier(recent: number, late: readonly Told<News>[]): string {
    const isLate = new Set(late.map(told => told.number));
    const activities = news.all().filter(({ what, number: told }) => what.name === 'activity' && !isLate.has(told));
    const newest = recent === 0 ? [] : activities.slice(-recent);
    return newest.map(told => eventOf('earlier', told.what.data, told.number)).join('');
  }

  function tellStaff(told: News): void {
    number += 1;
    news.add(number, told);
    const text = eventOf(told.name, told.data);
    for (const connection of connections)
      if ('sees' in connection.interest && connection.interest.sees(told)) send(connection, text);
  }

  return {
    name: 'live',
    followTags({ address, tags, age, lastEventId }) {
      const followed = new Set(tags);
      const late = missed({ lastEventId, age, tags: followed });
      return open(address, { tags: followed }, late.length > 0 ? eventOf('changed', { tags: late }) : '')?.stream;
    },
    followActivity({ address, roles, age, recent = 0, lastEventId }) {
      const staff = staffWith(roles);
      const last = lastEventId === undefined ? undefined : numberOf(lastEventId);
      const known = last !== undefined ? news.since(last) : age !== undefined ? news.after(Date.now() - age) : [];
      const late = (known ?? []).filter(({ what }) => staff.sees(what));
      const before = lastEventId === undefined ? earlier(recent, late) : '';
      const connection = open(
        address,
        staff,
        before + late.map(told => eventOf(told.what.name, told.what.data, told.number)).join(''),
      );
      if (!connection) return undefined;
      const end = setTimeout(() => connection.stream.push(null), ACTIVITY_MS);
      connection.stream.once('close', () => clearTimeout(end));
      return connection.stream;
    },
    changed(tags) {
      number += 1;
      changes.add(number, tags);
      const told = new Map<Connection, string[]>();
      for (const tag of tags)
        for (const connection of byTag.get(tag) ?? []) told.set(connection, [...(told.get(connection) ?? []), tag]);
      for (const [connection, own] of told) send(connection, eventOf('changed', { tags: own }));
    },
    happened: activity => tellStaff({ name: 'activity', data: activity }),
    changeMade: change => tellStaff({ name: 'change', data: change }),
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
