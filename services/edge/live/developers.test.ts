import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { until } from '../../platform/testing/until.ts';
import { edgeForEach } from '../testing/edge.ts';
import { cancelled, orderId } from '../testing/events.ts';

const edge = edgeForEach();

describe('developers', () => {
  const admin = () => edge.identity.headers({ kind: 'staff', roles: ['admin'] });

  test('watch every event with its payload, and nobody else does', async () => {
    const clerk = await edge.identity.headers({ kind: 'staff', roles: ['orders'] });
    expect((await edge.subscribe('/admin/events')).status).toBe(401);
    expect((await edge.subscribe('/admin/events', clerk)).status).toBe(403);
    const stream = await edge.subscribe('/admin/events', await admin());
    await edge.publish(cancelled());
    await until(async () => stream.events.length > 0, { describe: 'it is received' });
    expect(stream.events[0]).toMatchObject({
      event: 'message',
      data: {
        topic: 'orders.order.v1',
        key: orderId,
        type: 'OrderCancelled',
        source: 'orders',
        validity: 'valid',
        payload: { number: 'C-1' },
      },
    });
  });

  test('are notified of events that break their contract, with the reason', async () => {
    const wrong = cancelled();
    await edge.publish({ ...wrong, payload: { number: 4 } });
    const stream = await edge.subscribe('/admin/events', await admin());
    await until(async () => stream.events.length > 0, { describe: 'it is received' });
    const { validity, problem } = z.object({ validity: z.string(), problem: z.string() }).parse(stream.events[0]?.data);
    expect(validity).toBe('invalid');
    expect(problem).toContain('/payload');
  });
});
