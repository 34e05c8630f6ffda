import type { ObservedEvent } from '../../../generated/edge/types.ts';
import { parseFeedMessage } from '../../kit/live/feed-message.ts';

/** An event with its position in the topic as id. */
export interface ListedEvent extends ObservedEvent {
  id: string;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** An event of the stream; undefined for what is none. */
export function parseObservedEvent(data: string): ListedEvent | undefined {
  const value = parseFeedMessage(data);
  if (!value) return undefined;
  const { partition, bytes, payload } = value;
  const [topic, offset, key, validity] = [value.topic, value.offset, value.key, value.validity].map(text);
  if (topic === undefined || offset === undefined || typeof partition !== 'number') return undefined;
  const more = { type: text(value.type), source: text(value.source), time: text(value.time) };
  const details = { traceId: text(value.traceId), problem: text(value.problem) };
  return {
    id: `${topic}/${partition}/${offset}`,
    topic,
    partition,
    offset,
    key: key ?? '',
    validity: validity === 'valid' || validity === 'invalid' ? validity : 'unchecked',
    bytes: typeof bytes === 'number' ? bytes : 0,
    ...Object.fromEntries(Object.entries({ ...more, ...details }).filter(([, each]) => each !== undefined)),
    ...(payload !== undefined && { payload }),
  };
}

/** Those in which all of the words stand: in type, topic, key, trace or payload. */
export function matching(events: readonly ListedEvent[], words: string): readonly ListedEvent[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return events;
  return events.filter(({ type, topic, key, traceId, payload }) => {
    const all = [type, topic, key, traceId, JSON.stringify(payload)].join(' ').toLowerCase();
    return wanted.every(word => all.includes(word));
  });
}
