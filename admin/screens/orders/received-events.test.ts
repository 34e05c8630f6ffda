import { describe, expect, test } from '@jest/globals';
import type { TimelineEntry } from '../../../generated/orders/types.ts';
import { pendingSteps, type ReceivedEvent, staleParts } from './received-events.ts';

const order = '0190a6e0-7c1d-7000-8000-000000000003';
const at = '2026-11-22T10:00:30Z';

function received(type: string, service: string, subject = order): ReceivedEvent {
  return { id: `${type}-1`, type, subject, at, service, summary: undefined, receivedAt: 1_000 };
}

const entry = (type: TimelineEntry['type'], time = at): TimelineEntry => ({ type, at: time });

describe('what happened', () => {
  test('makes the parts old that it is about, of this order only', () => {
    expect(staleParts(order, received('PaymentCaptured', 'payments'))).toContain('payment');
    expect(staleParts(order, received('ShipmentCreated', 'shipping'))).toContain('shipment');
    expect(staleParts(order, received('StockAllocated', 'inventory'))).toEqual(
      expect.arrayContaining(['order', 'ledger']),
    );
    expect(staleParts(order, received('PaymentCaptured', 'payments', 'another order'))).toEqual([]);
    expect(staleParts(order, received('ProductUpdated', 'catalog', 'a product'))).toEqual([]);
  });

  test('to a message may be about any order', () => {
    expect(staleParts(order, received('MessageSent', 'notifications', 'a message'))).toEqual(['messages']);
  });
});

describe('a step of another service’s event', () => {
  const shipped = received('ShipmentCreated', 'shipping');

  test('shows before the order knows it, and once only', () => {
    expect(pendingSteps({ timeline: [entry('paid')] }, [shipped], 2_000)).toEqual([
      { key: 'event:ShipmentCreated-1', at, type: 'shipped' },
    ]);
    expect(
      pendingSteps({ timeline: [entry('paid'), entry('shipped', '2026-11-22T09:00:00Z')] }, [shipped], 2_000),
    ).toEqual([]);
  });

  test('that may come twice is missing until the one of that time is there', () => {
    const refunded = received('RefundIssued', 'payments');
    expect(pendingSteps({ timeline: [entry('refunded', '2026-11-22T09:00:00Z')] }, [refunded], 2_000)).toHaveLength(1);
    expect(pendingSteps({ timeline: [entry('refunded', '2026-11-22T10:00:29Z')] }, [refunded], 2_000)).toEqual([]);
  });

  test('is not waited for without end, and what is no step is not waited for at all', () => {
    expect(pendingSteps({ timeline: [] }, [shipped], 60_000)).toEqual([]);
    expect(pendingSteps({ timeline: [] }, [received('OrderPlaced', 'orders')], 2_000)).toEqual([]);
  });
});
