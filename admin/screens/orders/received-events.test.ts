import { describe, expect, test } from '@jest/globals';
import type { TimelineEntry } from '../../../generated/orders/types.ts';
import { concernedParts, missingSteps, type Told } from './received-events.ts';

const order = '0190a6e0-7c1d-7000-8000-000000000003';
const at = '2026-11-22T10:00:30Z';

function told(type: string, service: string, subject = order): Told {
  return { id: `${type}-1`, type, subject, at, service, summary: undefined, heardAt: 1_000 };
}

const entry = (type: TimelineEntry['type'], time = at): TimelineEntry => ({ type, at: time });

describe('what happened', () => {
  test('makes the parts old that it is about, of this order only', () => {
    expect(concernedParts(order, told('PaymentCaptured', 'payments'))).toContain('payment');
    expect(concernedParts(order, told('ShipmentCreated', 'shipping'))).toContain('shipment');
    expect(concernedParts(order, told('StockAllocated', 'inventory'))).toEqual(
      expect.arrayContaining(['order', 'ledger']),
    );
    expect(concernedParts(order, told('PaymentCaptured', 'payments', 'another order'))).toEqual([]);
    expect(concernedParts(order, told('ProductUpdated', 'catalog', 'a product'))).toEqual([]);
  });

  test('to a message may be about any order', () => {
    expect(concernedParts(order, told('MessageSent', 'notifications', 'a message'))).toEqual(['messages']);
  });
});

describe('a step that another service told of', () => {
  const shipped = told('ShipmentCreated', 'shipping');

  test('shows before the order knows it, and once only', () => {
    expect(missingSteps({ timeline: [entry('paid')] }, [shipped], 2_000)).toEqual([
      { key: 'told:ShipmentCreated-1', at, type: 'shipped' },
    ]);
    expect(
      missingSteps({ timeline: [entry('paid'), entry('shipped', '2026-11-22T09:00:00Z')] }, [shipped], 2_000),
    ).toEqual([]);
  });

  test('that may come twice is missing until the one of that time is there', () => {
    const refunded = told('RefundIssued', 'payments');
    expect(missingSteps({ timeline: [entry('refunded', '2026-11-22T09:00:00Z')] }, [refunded], 2_000)).toHaveLength(1);
    expect(missingSteps({ timeline: [entry('refunded', '2026-11-22T10:00:29Z')] }, [refunded], 2_000)).toEqual([]);
  });

  test('is not waited for without end, and what is no step is not waited for at all', () => {
    expect(missingSteps({ timeline: [] }, [shipped], 60_000)).toEqual([]);
    expect(missingSteps({ timeline: [] }, [told('OrderPlaced', 'orders')], 2_000)).toEqual([]);
  });
});
