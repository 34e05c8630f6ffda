import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { catalogEvents, catalogTopics } from '../../generated/catalog/events.ts';
import { identityEvents, identityTopics } from '../../generated/identity/events.ts';
import { inventoryEvents, inventoryTopics } from '../../generated/inventory/events.ts';
import { notificationsEvents, notificationsTopics } from '../../generated/notifications/events.ts';
import { ordersEvents, ordersTopics } from '../../generated/orders/events.ts';
import { type ChangeMade, paymentsEvents, paymentsTopics } from '../../generated/payments/events.ts';
import { shippingEvents, shippingTopics } from '../../generated/shipping/events.ts';
import { newId } from '../platform/ids.ts';
import { createConsumers } from '../platform/messaging/consumer.ts';
import { silentLog } from '../platform/testing/log.ts';
import { publish } from '../platform/testing/publish.ts';
import { testTopics } from '../platform/testing/topics.ts';
import { until } from '../platform/testing/until.ts';
import { consumers } from './events.ts';
import { newestChangesQuery } from './store.ts';
import { type AuditSuite, auditSuite } from './testing/suite.ts';
import { visibleTo } from './visible-resources.ts';

let suite: AuditSuite;
beforeAll(async () => {
  suite = await auditSuite();
});
afterAll(() => suite.close());

const minute = (n: number) => new Date(Date.UTC(2026, 10, 22, 10, n)).toISOString();

function change(resource: string, resourceId: string, more: Partial<ChangeMade> = {}): ChangeMade {
  return {
    resource,
    resourceId,
    action: 'changed',
    at: minute(0),
    actor: { kind: 'staff', id: 'olga', email: 'Olga@Example.com' },
    changes: [{ field: 'title', before: null, after: { text: 'Bananas', sizes: [1, 2] } }],
    ...more,
  };
}

test('the changes of each service are stored once, also when they are published again', async () => {
  const topics = [
    catalogTopics,
    identityTopics,
    inventoryTopics,
    notificationsTopics,
    ordersTopics,
    paymentsTopics,
    shippingTopics,
  ];
  const kafka = await testTopics(...topics);
  const { inTransaction } = suite;
  const worker = createConsumers({
    kafka: kafka.connection,
    group: 'audit',
    consumers,
    inTransaction,
    log: silentLog(),
  });
  await worker.start();
  try {
    const id = newId();
    const makers = {
      catalogEvents,
      identityEvents,
      inventoryEvents,
      notificationsEvents,
      ordersEvents,
      paymentsEvents,
      shippingEvents,
    };
    const events = Object.values(makers).map((maker, place) =>
      maker.ChangeMade(id, change('things', id, { at: minute(place) })),
    );
    await publish(kafka.connection, ...events, ...events);
    await until(async () => (await suite.entries({ resource: 'things', resourceId: id })).length >= 7, {
      describe: 'all are kept',
    });
    const kept = await suite.entries({ resource: 'things', resourceId: id });
    const services = ['catalog', 'identity', 'inventory', 'notifications', 'orders', 'payments', 'shipping'];
    expect(kept.map(entry => entry.service)).toEqual(services.reverse());
    expect(kept.map(entry => entry.id).sort()).toEqual(events.map(event => event.id).sort());
  } finally {
    await worker.stop();
    await kafka.drop();
  }
});

describe('reading the log', () => {
  test('shows every field of a change', async () => {
    const published = change('products', newId(), {
      label: 'Bananas',
      reason: 'a typo',
      requestId: 'r1',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      parent: { resource: 'imports', resourceId: 'i1' },
    });
    const event = catalogEvents.ChangeMade(published.resourceId, published);
    await suite.deliver(event);
    const [entry, ...others] = await suite.entries({ resource: 'products', resourceId: published.resourceId });
    const actor = { kind: 'staff', id: 'olga', email: 'olga@example.com' };
    expect(entry).toEqual({ ...published, id: event.id, service: 'catalog', actor });
    expect(others).toEqual([]);
  });

  test('finds what belongs to a thing with the thing itself, newest first, page by page', async () => {
    const orderId = newId();
    const parent = { resource: 'orders', resourceId: orderId };
    await suite.deliver(ordersEvents.ChangeMade(orderId, change('orders', orderId, { at: minute(1) })));
    for (const n of [2, 3, 3, 4]) {
      const paymentId = newId();
      await suite.deliver(
        paymentsEvents.ChangeMade(paymentId, change('payments', paymentId, { parent, at: minute(n) })),
      );
    }
    await suite.deliver(ordersEvents.ChangeMade(orderId, change('orders', orderId, { at: minute(5) })));
    await suite.deliver(ordersEvents.ChangeMade(newId(), change('orders', newId(), { at: minute(6) })));
    const found = await suite.entries({ resource: 'orders', resourceId: orderId, limit: 2 });
    expect(found.map(entry => entry.at)).toEqual([5, 4, 3, 3, 2, 1].map(minute));
    expect(new Set(found.map(entry => entry.id)).size).toBe(6);
  });

  test('by who made it and when', async () => {
    const id = newId();
    const email = `${newId()}@example.com`;
    for (const n of [1, 2, 3]) {
      await suite.deliver(
        identityEvents.ChangeMade(id, change('staff', id, { actor: { kind: 'staff', id, email }, at: minute(n) })),
      );
    }
    expect(await suite.entries({ actor: email.toUpperCase() })).toHaveLength(3);
    expect(await suite.entries({ actor: id, from: minute(2) })).toHaveLength(2);
    expect(await suite.entries({ actor: id, from: minute(2), to: minute(3) })).toHaveLength(1);
    expect(await suite.entries({ actor: id, resource: 'products' })).toHaveLength(0);
  });

  test('each role sees what it works with', async () => {
    const order = newId();
    const product = newId();
    const picture = newId();
    const member = newId();
    const actor = { kind: 'staff', id: newId() } as const;
    await suite.deliver(ordersEvents.ChangeMade(order, change('orders', order, { actor })));
    await suite.deliver(catalogEvents.ChangeMade(product, change('products', product, { actor })));
    await suite.deliver(catalogEvents.ChangeMade(picture, change('pictures', picture, { actor })));
    await suite.deliver(identityEvents.ChangeMade(member, change('staff', member, { actor })));
    const seenBy = async (...roles: string[]) =>
      (await suite.entries({ actor: actor.id }, ...roles)).map(entry => entry.resource).sort();
    expect(await seenBy('admin')).toEqual(['orders', 'pictures', 'products', 'staff']);
    expect(await seenBy('catalog')).toEqual(['pictures', 'products']);
    expect(await seenBy('support')).toEqual(['orders']);
    expect(await seenBy('orders', 'catalog')).toEqual(['orders', 'pictures', 'products']);
    expect(await suite.entries({ resource: 'staff' }, 'orders')).toEqual([]);
    expect(await suite.entries({ resource: 'staff', resourceId: member }, 'orders')).toEqual([]);
    expect(await suite.nobody.listChanges()).toMatchObject({ status: 401 });
    expect(await suite.staff('unheard-of').listChanges()).toMatchObject({ status: 403 });
  });

  test('an id needs its resource, a cursor must be one of ours', async () => {
    expect(await suite.staff('admin').listChanges({ query: { resourceId: 'x' } })).toMatchObject({ status: 400 });
    expect(await suite.staff('admin').listChanges({ query: { cursor: 'bm9uc2Vuc2U' } })).toMatchObject({ status: 400 });
  });

  test('nothing can be taken out of it or changed', async () => {
    await expect(suite.database.change.deleteMany()).rejects.toThrow('only added to');
    await expect(suite.database.change.updateMany({ data: { action: 'nothing' } })).rejects.toThrow('only added to');
  });
});

describe('a log of 20,000 changes', () => {
  test('is read from indexes alone, for every query', async () => {
    await suite.database.$executeRaw`
      INSERT INTO changes (id, at, service, resource, resource_id, parent_resource, parent_id, action, actor_kind, actor_id, actor_email, fields)
      SELECT gen_random_uuid(), timestamptz '2026-01-01' + n * interval '1 minute', 'x', (ARRAY['orders', 'products', 'stock', 'staff'])[1 + n % 4],
        (n % 1000)::text, CASE WHEN n % 3 = 0 THEN 'orders' END, CASE WHEN n % 3 = 0 THEN (n % 7000)::text END, 'changed', 'staff',
        (n % 50)::text, (n % 50) || '@example.com', '[]'
      FROM generate_series(1, 20000) n`;
    await suite.database.$executeRaw`ANALYZE changes`;
    const queries = [
      {},
      { resource: 'stock' },
      { resource: 'orders', resourceId: '42' },
      { actor: '7@example.com' },
      { actor: '7', resource: 'staff' },
    ];
    for (const query of queries) {
      for (const role of ['admin', 'orders', 'catalog']) {
        const rest = {
          resource: undefined,
          resourceId: undefined,
          actor: undefined,
          from: undefined,
          to: undefined,
          before: undefined,
        };
        const plan = await suite.database
          .$queryRaw`EXPLAIN ${newestChangesQuery({ ...rest, visible: visibleTo([role]), ...query }, 101)}`;
        expect(JSON.stringify(plan)).not.toContain('Seq Scan on changes');
        expect((await suite.staff(role).listChanges({ query: { ...query, limit: 100 } })).status).toBe(200);
      }
    }
  });
});

test('unknown roles see nothing', () => {
  expect(visibleTo(['unheard-of'])).toEqual([]);
  expect(visibleTo(['support', 'admin'])).toBe('all');
});
