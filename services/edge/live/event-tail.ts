import { Readable } from 'node:stream';
import type { ObservedEvent } from '../../../generated/edge/types.ts';
import type { ReceivedMessage } from '../../platform/messaging/broadcast-consumer.ts';
import type { Worker } from '../../platform/workers/periodic-worker.ts';

/** Everything that is kept for who begins to watch. */
const MAX_RECENT = 100;
const MAX_WATCHERS = 20;
/** Who may no longer see this is not left watching. */
const MAX_WATCH_MS = 5 * 60_000;
const HEARTBEAT_MS = 15_000;
/** A watcher with more unsent bytes is closed. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
const MAX_PAYLOAD_BYTES = 16 * 1024;

/** The newest messages of all topics, for developers who watch them. */
export interface EventTail extends Worker {
  record(received: ReceivedMessage): void;
  /** Server-sent events, the newest messages first; undefined where too many watch. */
  watch(recent: number): Readable | undefined;
}

/** Messages are decoded only while somebody watches. */
export function createEventTail(): EventTail {
  const newest: ReceivedMessage[] = [];
  const watchers = new Set<Readable>();
  let heartbeat: NodeJS.Timeout | undefined;

  const encode = (received: ReceivedMessage): string =>
    `event: message\ndata: ${JSON.stringify(observedEvent(received))}\n\n`;

  return {
    name: 'event tail',
    record(received) {
      newest.push(received);
      if (newest.length > MAX_RECENT) newest.shift();
      if (watchers.size === 0) return;
      const text = encode(received);
      for (const watcher of watchers) {
        if (watcher.readableLength > MAX_BUFFERED_BYTES) watcher.destroy();
        else watcher.push(text);
      }
    },
    watch(recent) {
      if (watchers.size >= MAX_WATCHERS) return undefined;
      const stream = new Readable({ read() {} });
      watchers.add(stream);
      const end = setTimeout(() => stream.push(null), MAX_WATCH_MS);
      stream.once('close', () => {
        clearTimeout(end);
        watchers.delete(stream);
      });
      stream.push(`retry: 2000\n\n${recent === 0 ? '' : newest.slice(-recent).map(encode).join('')}`);
      return stream;
    },
    async start() {
      heartbeat = setInterval(() => {
        for (const watcher of watchers) watcher.push(':\n\n');
      }, HEARTBEAT_MS);
    },
    async stop() {
      clearInterval(heartbeat);
      for (const watcher of watchers) watcher.push(null);
    },
  };
}

function header(message: ReceivedMessage['message'], name: string): string | undefined {
  const value = message.headers?.[name];
  return (Array.isArray(value) ? value[0] : value)?.toString();
}

/** A message as watchers see it. */
export function observedEvent({ topic, partition, message, validity, problem }: ReceivedMessage): ObservedEvent {
  const value = message.value ?? Buffer.alloc(0);
  const envelope = {
    id: header(message, 'ce_id'),
    type: header(message, 'ce_type'),
    source: header(message, 'ce_source'),
    time: header(message, 'ce_time'),
    traceId: header(message, 'traceparent')?.split('-')[1],
    problem,
  };
  const known = Object.fromEntries(Object.entries(envelope).filter(([, text]) => text !== undefined));
  return {
    topic,
    partition,
    offset: message.offset,
    key: message.key?.toString() ?? '',
    ...known,
    validity,
    bytes: value.length,
    ...(value.length <= MAX_PAYLOAD_BYTES && { payload: payloadOf(value) }),
  };
}

/** The payload as JSON; what is no JSON as the text that it is. */
function payloadOf(value: Buffer): unknown {
  const text = value.toString();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
