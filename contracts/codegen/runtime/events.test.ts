import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type BookAdded,
  booksEvents,
  booksTopics,
  createBooksConsumer,
} from '../fixtures/library/generated/books/events.ts';
import { EventInvalidError, type EventMeta, encodeEvent, type KafkaMessage } from './events.ts';

const bookId = '0190a6e0-7c1d-7000-8000-000000000001';
const added: BookAdded = { bookId, title: 'Emma', copies: 2 };
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

/** As Kafka hands a message back: everything is bytes. */
function received({ key, value, headers }: ReturnType<typeof encodeEvent>): KafkaMessage {
  const bytes = Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)]);
  return { key: Buffer.from(key), value: Buffer.from(value), headers: Object.fromEntries(bytes) };
}

function collect() {
  const events: { event: unknown; meta: EventMeta; context: string }[] = [];
  const consumer = createBooksConsumer<string>({
    handlers: {
      BookAdded: async (event, meta, context) => void events.push({ event, meta, context }),
      BookRetired: 'ignore',
      ShelfMoved: 'ignore',
    },
  });
  return { events, consumer };
}

describe('an event', () => {
  test('is a CloudEvent in binary mode', () => {
    const record = booksEvents.BookAdded(bookId, added);
    expect(record).toMatchObject({
      topic: 'books.book.v1',
      key: bookId,
      subject: bookId,
      type: 'BookAdded',
      source: 'books',
      payload: added,
    });
    expect(record.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(encodeEvent(record, traceparent)).toEqual({
      key: bookId,
      value: JSON.stringify(added),
      headers: {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: record.id,
        ce_source: 'books',
        ce_type: 'BookAdded',
        ce_subject: bookId,
        ce_time: record.time,
        traceparent,
      },
    });
  });

  test('comes back as it was sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.integer({ min: 1, max: 2 ** 31 }), async (title, copies) => {
        const { events, consumer } = collect();
        const record = booksEvents.BookAdded(bookId, { bookId, title, copies });
        await consumer.dispatch(received(encodeEvent(record, traceparent)), 'here');
        const { id, source, type, time, subject, key } = record;
        expect(events).toEqual([
          {
            event: { bookId, title, copies },
            meta: { id, source, type, time, subject, key, traceparent },
            context: 'here',
          },
        ]);
      }),
      { seed: 20261122, numRuns: 100 },
    );
  });

  test('ids grow with time', () => {
    const ids = Array.from({ length: 100 }, () => booksEvents.BookAdded(bookId, added).id);
    expect([...ids].sort()).toEqual(ids);
  });

  test.each([
    ['a field of another type', { ...added, copies: 0 }, ['/payload/copies']],
    ['a format', { ...added, bookId: 'emma' }, ['/payload/bookId']],
    ['two mistakes', { title: 'Emma', copies: 1.5 }, ['/payload/bookId', '/payload/copies']],
  ])('%s is refused before it is published', (_name, payload, want) => {
    const publish: (key: string, payload: never) => unknown = booksEvents.BookAdded;
    const thrown = errorOf(() => Reflect.apply(publish, undefined, [bookId, payload]));
    expect(thrown.errors.map(({ path }) => path).sort()).toEqual(want);
  });

  test('needs a key', () => {
    expect(() => booksEvents.BookAdded('', added)).toThrow(EventInvalidError);
  });
});

describe('a consumer', () => {
  const message = received(encodeEvent(booksEvents.BookAdded(bookId, added)));

  test('reads the topics of what it handles', () => {
    expect(collect().consumer).toMatchObject({ source: 'books', topics: ['books.book.v1'] });
  });

  test('takes fields that it does not know', async () => {
    const { events, consumer } = collect();
    await consumer.dispatch({ ...message, value: JSON.stringify({ ...added, colour: 'red' }) }, '');
    expect(events).toMatchObject([{ event: { colour: 'red' } }]);
  });

  test('skips what it ignores and what nobody knows', async () => {
    const { events, consumer } = collect();
    await consumer.dispatch({ ...message, headers: { ...message.headers, ce_type: 'BookRetired' } }, '');
    await consumer.dispatch({ ...message, headers: { ...message.headers, ce_type: 'BookEaten' }, value: '?' }, '');
    expect(events).toEqual([]);
  });

  test.each<[string, Partial<KafkaMessage>]>([
    ['what is not JSON', { value: '{' }],
    ['a tombstone', { value: null }],
    ['what breaks its schema', { value: '{}' }],
    ['a message without an envelope', { headers: {} }],
    ['another version of CloudEvents', { headers: { ...message.headers, ce_specversion: '0.3' } }],
  ])('refuses %s for good', async (_name, change) => {
    const { events, consumer } = collect();
    await expect(consumer.dispatch({ ...message, ...change }, '')).rejects.toThrow(EventInvalidError);
    expect(events).toEqual([]);
  });

  test('passes on what a handler throws', async () => {
    const consumer = createBooksConsumer({
      handlers: { BookAdded: () => Promise.reject(new Error('later')), BookRetired: 'ignore', ShelfMoved: 'ignore' },
    });
    await expect(consumer.dispatch(message, undefined)).rejects.toThrow('later');
  });
});

test('topics are as the document says', () => {
  expect(booksTopics).toEqual([
    {
      topic: 'books.book.v1',
      partitions: 3,
      config: { 'cleanup.policy': 'compact,delete', 'retention.ms': '86400000' },
      compatibility: 'FULL',
    },
    { topic: 'books.shelf.v1', partitions: 1, config: {}, compatibility: 'BACKWARD' },
  ]);
});

function errorOf(run: () => unknown): EventInvalidError {
  try {
    run();
  } catch (error) {
    if (error instanceof EventInvalidError) return error;
  }
  throw new Error('Nothing was refused');
}
