import { describe, expect, test } from '@jest/globals';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { createUsage } from '../../../contracts/codegen/runtime/usage-counter.ts';
import { FieldReads } from './field-reads.ts';

const order = (status = 'paid') => ({
  id: 'o1',
  number: 'C-1',
  status,
  note: 'secret',
  lines: [
    { sku: 'a', title: 'Tea', price: { amount: 450, currency: 'USD' } },
    { sku: 'b', title: 'Cup', price: { amount: 900, currency: 'USD' } },
  ],
});

/** A console whose cache is react-query's, set up as the console's is. */
function consoleOf(sampled: (service: string, operation: string) => boolean = () => true) {
  const usage = createUsage(1);
  const reads = new FieldReads((name, operation) =>
    sampled(name, operation) ? () => usage.sample({ kind: 'openapi', name, operation, consumer: 'admin' }) : undefined,
  );
  const client = new QueryClient({ defaultOptions: { queries: { structuralSharing: reads.share, retry: false } } });
  /** A screen that is open: what it is given, again after each answer. */
  function screen<T>(read: () => T) {
    const observer = new QueryObserver(client, {
      queryKey: ['key'],
      queryFn: async () => reads.cached(read()),
      select: reads.watched,
    });
    const close = observer.subscribe(() => {});
    const data = async () => {
      const { data: given } = await observer.refetch();
      if (given === undefined) throw new Error('no data');
      return given;
    };
    return { data, close };
  }
  const answer = <T extends object>(body: T, operation = 'GET /orders/{orderId}'): T =>
    reads.observe('orders', operation, body) as T;
  const measured = () => {
    reads.settle();
    return usage.take().map(({ operation, samples, fields }) => ({
      operation,
      samples,
      fields: fields.map(({ pointer }) => pointer),
    }));
  };
  return { usage, reads, client, screen, answer, measured };
}

describe('what is read', () => {
  test('is what the screen reads by name, and not what the cache compares and copies', async () => {
    const { screen, answer, measured, client } = consoleOf();
    let status = 'paid';
    const { data, close } = screen(() => answer(order(status)));
    const first = await data();
    expect([first.number, first.lines.map(({ price }) => price.amount)]).toEqual(['C-1', [450, 900]]);
    // another answer: react-query compares both in every field
    status = 'shipped';
    expect((await data()).status).toBe('shipped');
    const cached = client.getQueryData(['key']);
    expect(structuredClone(cached)).toEqual(order('shipped'));
    expect(measured()).toEqual([
      {
        operation: 'GET /orders/{orderId}',
        samples: 2,
        fields: ['/number', '/lines', '/lines/*/price', '/lines/*/price/amount', '/status'],
      },
    ]);
    close();
  });

  test('is what was taken of the answer before it was cached, too', async () => {
    const { screen, answer, measured } = consoleOf();
    const read = () => answer({ items: [order()], nextCursor: null }, 'GET /orders').items[0] ?? null;
    const { data, close } = screen(read);
    expect((await data())?.number).toBe('C-1');
    expect(measured()).toEqual([{ operation: 'GET /orders', samples: 1, fields: ['/items', '/items/*/number'] }]);
    close();
  });

  test('is found in what a query puts together of several answers', async () => {
    const { screen, answer, measured } = consoleOf();
    const { data, close } = screen(() => ({
      order: answer(order()),
      byId: new Map([['p1', answer({ id: 'p1', state: 'captured' }, 'GET /payments/{paymentId}')]]),
    }));
    const parts = await data();
    expect([parts.order.number, parts.byId.get('p1')?.state]).toEqual(['C-1', 'captured']);
    expect(measured().map(({ operation, fields }) => [operation, fields])).toEqual([
      ['GET /orders/{orderId}', ['/number']],
      ['GET /payments/{paymentId}', ['/state']],
    ]);
    close();
  });

  test('of an answer that is not kept counts once it was read', () => {
    const { answer, measured } = consoleOf();
    expect(answer(order()).status).toBe('paid');
    expect(measured()).toEqual([{ operation: 'GET /orders/{orderId}', samples: 1, fields: ['/status'] }]);
  });

  test('is every field where a form takes the record', async () => {
    const { reads, answer, measured } = consoleOf();
    const cached = reads.cached(answer({ id: 'o1', address: { city: 'London' }, tags: [{ name: 'new' }] }));
    const record = reads.copied(cached, { ...cached });
    expect(structuredClone(reads.whole(record))).toEqual({
      id: 'o1',
      address: { city: 'London' },
      tags: [{ name: 'new' }],
    });
    expect(measured()[0]?.fields).toEqual(['/id', '/address', '/address/city', '/tags', '/tags/*/name']);
  });

  test('of a record of a list is said of the list', () => {
    const { reads, answer, measured } = consoleOf();
    const records = answer({ items: [order(), order()] }, 'GET /orders').items.map(row => {
      const cached = reads.cached(row);
      return reads.copied(cached, { ...cached, id: 'key' });
    });
    expect(reads.watched(records).map(({ number, id }) => [number, id])).toEqual([
      ['C-1', 'key'],
      ['C-1', 'key'],
    ]);
    expect(measured()).toEqual([
      { operation: 'GET /orders', samples: 1, fields: ['/items', '/items/*/number', '/items/*/id'] },
    ]);
  });
});

describe('a screen', () => {
  test('has the same object as long as the data is equal, and an answer that no screen got is no sample', async () => {
    const { screen, answer, measured } = consoleOf();
    const { data, close } = screen(() => answer(order()));
    const first = await data();
    expect(first.number).toBe('C-1');
    expect(await data()).toBe(first);
    expect(measured()).toEqual([{ operation: 'GET /orders/{orderId}', samples: 1, fields: ['/number'] }]);
    close();
  });

  test('gets what is cached itself, where the answer is not in the sample', async () => {
    const { screen, answer, measured, client } = consoleOf(
      (_service, operation) => operation !== 'GET /orders/{orderId}',
    );
    const { data, close } = screen(() => answer(order()));
    expect((await data()).number).toBe('C-1');
    expect(await data()).toBe(client.getQueryData(['key']));
    expect(measured()).toEqual([]);
    close();
  });

  test('that changes something is not watched', () => {
    const { answer, measured } = consoleOf();
    const body = order();
    expect(answer(body, 'POST /orders/{orderId}/cancel')).toBe(body);
    expect(measured()).toEqual([]);
  });
});
