import { Readable } from 'node:stream';
import { resourcesVisibleTo } from '../../../generated/admin/visible-resources.ts';
import type { Activity, Change } from '../../../generated/edge/types.ts';
import { newId } from '../../platform/ids.ts';
import type { Worker } from '../../platform/workers/periodic-worker.ts';
import { createHistory, type Published } from './history.ts';

export interface LiveFeedLimits {
  /** Connections of one address. */
  perAddress: number;
  /** Connections in all. */
  total: number;
}

export interface Subscriber {
  address: string;
  /** `Last-Event-ID`: the last event that the browser received before it lost its connection. */
  lastEventId: string | undefined;
}

export interface TagSubscription {
  tags: readonly string[];
  /** How long ago the page was loaded, ms: what changed since is sent at once. */
  age: number | undefined;
}

export interface ActivitySubscription {
  roles: readonly string[];
  /** As for tags. */
  age: number | undefined;
  /** How many of the newest activities a new subscriber gets first. */
  recent: number | undefined;
}

/** Publishes changes to open pages as server-sent events. */
export interface LiveFeed extends Worker {
  /** The changes of these tags. Undefined where there are too many connections. */
  subscribeToTags(subscriber: Subscriber & TagSubscription): Readable | undefined;
  /**
   * Every activity, and the staff changes that these roles may see. Ends after `MAX_ACTIVITY_MS`. Undefined where there
   * are too many connections.
   */
  subscribeToActivity(subscriber: Subscriber & ActivitySubscription): Readable | undefined;
  publishTags(tags: readonly string[]): void;
  publishActivity(activity: Activity): void;
  publishChange(change: Change): void;
  /** How many connections are open. */
  subscribers(): number;
}

const HEARTBEAT_MS = 15_000;
/** The browser then reconnects with its session, which may have ended. */
const MAX_ACTIVITY_MS = 5 * 60_000;
/** A connection with more unsent bytes is closed; the browser reconnects and receives what it missed. */
const MAX_BUFFERED_BYTES = 64 * 1024;

/** An event for staff: activities go to everybody, changes to those whose roles may see them. */
type StaffEvent = { name: 'activity'; data: Activity } | { name: 'change'; data: Change };

interface StaffSubscription {
  includes(event: StaffEvent): boolean;
}

type Subscription = { tags: ReadonlySet<string> } | StaffSubscription;

interface Connection {
  stream: Readable;
  subscription: Subscription;
}

const tagsOf = (subscription: Subscription): Iterable<string> => ('tags' in subscription ? subscription.tags : []);

function staffSubscription(roles: readonly string[]): StaffSubscription {
  const isAdmin = roles.includes('admin');
  const visible = new Set(resourcesVisibleTo(roles));
  return { includes: ({ name, data }) => name === 'activity' || isAdmin || visible.has(data.resource) };
}

/**
 * Server-sent events (HTML, section 9.2). Each event has an id, so that a browser that reconnects receives what it
 * missed. Where the history does not reach back so far, or the id is of another process, all its tags count as changed.
 */
export function createLiveFeed(limits: LiveFeedLimits): LiveFeed {
  const instance = newId().slice(-12);
  const connections = new Set<Connection>();
  const connectionsByAddress = new Map<string, number>();
  const connectionsByTag = new Map<string, Set<Connection>>();
  const tagHistory = createHistory<readonly string[]>();
  const staffHistory = createHistory<StaffEvent>();
  const timers = new Set<NodeJS.Timeout>();
  let lastSequence = 0;
  let isOpen = true;

  const encode = (name: string, data: unknown, sequence = lastSequence): string =>
    `id: ${instance}.${sequence}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

  function send({ stream }: Connection, text: string): void {
    if (stream.readableLength > MAX_BUFFERED_BYTES) stream.destroy();
    else stream.push(text);
  }

  function addToTag(tag: string, connection: Connection): void {
    const subscribers = connectionsByTag.get(tag) ?? new Set();
    connectionsByTag.set(tag, subscribers.add(connection));
  }

  function remove(connection: Connection, address: string): void {
    connections.delete(connection);
    const left = (connectionsByAddress.get(address) ?? 1) - 1;
    if (left > 0) connectionsByAddress.set(address, left);
    else connectionsByAddress.delete(address);
    for (const tag of tagsOf(connection.subscription)) {
      const subscribers = connectionsByTag.get(tag);
      subscribers?.delete(connection);
      if (subscribers?.size === 0) connectionsByTag.delete(tag);
    }
  }

  function open(address: string, subscription: Subscription, firstEvents: string): Connection | undefined {
    const own = connectionsByAddress.get(address) ?? 0;
    if (!isOpen || connections.size >= limits.total || own >= limits.perAddress) return undefined;
    const stream = new Readable({ read() {} });
    const connection: Connection = { stream, subscription };
    connections.add(connection);
    connectionsByAddress.set(address, own + 1);
    for (const tag of tagsOf(subscription)) addToTag(tag, connection);
    stream.once('close', () => remove(connection, address));
    // An id without data dispatches no event, but the browser sends it back when it reconnects.
    stream.push(`retry: 2000\nid: ${instance}.${lastSequence}\n\n${firstEvents}`);
    return connection;
  }

  /** The sequence number of an event id of this process; undefined for one of another process. */
  function sequenceOf(id: string | undefined): number | undefined {
    const [owner, sequence] = id?.split('.') ?? [];
    return owner === instance && /^\d+$/.test(sequence ?? '') ? Number(sequence) : undefined;
  }

  function missedTags(lastEventId: string | undefined, age: number | undefined, tags: ReadonlySet<string>): string[] {
    if (lastEventId === undefined && age === undefined) return [];
    const sequence = sequenceOf(lastEventId);
    if (lastEventId !== undefined && sequence === undefined) return [...tags];
    const published = sequence === undefined ? tagHistory.from(Date.now() - (age ?? 0)) : tagHistory.since(sequence);
    if (published === undefined) return [...tags];
    return [...new Set(published.flatMap(({ event }) => event))].filter(tag => tags.has(tag));
  }

  function missedStaffEvents(lastEventId: string | undefined, age: number | undefined): Published<StaffEvent>[] {
    const sequence = sequenceOf(lastEventId);
    if (sequence !== undefined) return staffHistory.since(sequence) ?? [];
    return age === undefined ? [] : (staffHistory.from(Date.now() - age) ?? []);
  }

  /** The newest activities without those that are sent as missed. */
  function earlierActivities(recent: number, missed: readonly Published<StaffEvent>[]): string {
    const isMissed = new Set(missed.map(({ sequence }) => sequence));
    const activities = staffHistory
      .all()
      .filter(({ event, sequence }) => event.name === 'activity' && !isMissed.has(sequence));
    const newest = recent === 0 ? [] : activities.slice(-recent);
    return newest.map(({ event, sequence }) => encode('earlier', event.data, sequence)).join('');
  }

  function publishToStaff(event: StaffEvent): void {
    lastSequence += 1;
    staffHistory.add(lastSequence, event);
    const text = encode(event.name, event.data);
    for (const connection of connections) {
      const { subscription } = connection;
      if ('includes' in subscription && subscription.includes(event)) send(connection, text);
    }
  }

  return {
    name: 'live feed',
    subscribeToTags({ address, tags, age, lastEventId }) {
      const subscribed = new Set(tags);
      const missed = missedTags(lastEventId, age, subscribed);
      return open(address, { tags: subscribed }, missed.length > 0 ? encode('changed', { tags: missed }) : '')?.stream;
    },
    subscribeToActivity({ address, roles, age, recent = 0, lastEventId }) {
      const subscription = staffSubscription(roles);
      const missed = missedStaffEvents(lastEventId, age).filter(({ event }) => subscription.includes(event));
      const earlier = lastEventId === undefined ? earlierActivities(recent, missed) : '';
      const missedEvents = missed.map(({ event, sequence }) => encode(event.name, event.data, sequence)).join('');
      const connection = open(address, subscription, earlier + missedEvents);
      if (!connection) return undefined;
      const end = setTimeout(() => connection.stream.push(null), MAX_ACTIVITY_MS);
      connection.stream.once('close', () => clearTimeout(end));
      return connection.stream;
    },
    publishTags(tags) {
      lastSequence += 1;
      tagHistory.add(lastSequence, tags);
      const tagsByConnection = new Map<Connection, string[]>();
      for (const tag of tags)
        for (const connection of connectionsByTag.get(tag) ?? [])
          tagsByConnection.set(connection, [...(tagsByConnection.get(connection) ?? []), tag]);
      for (const [connection, own] of tagsByConnection) send(connection, encode('changed', { tags: own }));
    },
    publishActivity: activity => publishToStaff({ name: 'activity', data: activity }),
    publishChange: change => publishToStaff({ name: 'change', data: change }),
    subscribers: () => connections.size,
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
