import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import { checkoutWorkflow, connectTo, plan } from '../checkout-workflow.ts';
import { pactBetween } from '../consumer.ts';
import { AT, SKU, uuidOf } from '../examples.ts';
import { exactly } from '../matchers.ts';

const { httpInteraction } = pactBetween('checkout', 'inventory');
const flow = checkoutWorkflow('inventory');
const path = (reservationId: string) => `/internal/inventory/reservations/${reservationId}`;
const priced = { step: 'priced', plan } as const;

httpInteraction(
  'to hold stock',
  {
    given: { state: 'there is stock', params: { sku: SKU, onHand: 40 } },
    request: {
      method: 'PUT',
      path: path(uuidOf(1)),
      body: { lines: [{ sku: SKU, quantity: 2 }], expiresInSeconds: 600 },
    },
    response: { status: 200, body: { status: exactly('held'), expiresAt: AT } },
  },
  async baseUrl => {
    const result = await flow.runStep(baseUrl, priced, { orderId: uuidOf(1), paymentMethod: 'pm_card_visa' });
    expect(result).toEqual({ kind: 'reserved', until: AT });
  },
);

const [line] = plan.lines.map(bananas => ({ ...bananas, sku: 'RARE', quantity: 2 }));
const rare = { step: 'priced', plan: { ...plan, lines: line ? [line] : [] } } as const;
const shortages = [{ sku: 'RARE', requested: 2, available: 1 }];

/** Who orders, by the e-mail address. */
const HOLDER = createHash('sha256').update('email:ada@example.com').digest('hex');

httpInteraction(
  'to hold more than there is',
  {
    given: { state: 'there is stock', params: { sku: 'RARE', onHand: 1 } },
    request: {
      method: 'PUT',
      path: path(uuidOf(2)),
      body: {
        lines: [{ sku: 'RARE', quantity: 2 }],
        expiresInSeconds: 2700,
        unpaid: { holders: [{ id: HOLDER, maxReservations: 3 }], maxPercent: 50 },
      },
    },
    response: { status: 409, body: { shortages } },
  },
  async baseUrl => {
    expect(await flow.runStep(baseUrl, rare, { orderId: uuidOf(2) })).toEqual({ kind: 'shortage', shortages });
  },
);

httpInteraction(
  'to let held stock go',
  {
    given: { state: 'stock is held', params: { reservationId: uuidOf(3), sku: 'LET-GO', quantity: 2 } },
    request: { method: 'DELETE', path: path(uuidOf(3)) },
    response: { status: 200 },
  },
  async baseUrl => {
    const compensating = { step: 'compensating', lastStep: 'priced', ending: { as: 'expired' } } as const;
    expect(await flow.runStep(baseUrl, compensating, { orderId: uuidOf(3) })).toEqual({ kind: 'compensated' });
  },
);

// Sent by the reconciler.
httpInteraction(
  'what became of a reservation',
  {
    given: { state: 'stock is held', params: { reservationId: uuidOf(4), sku: 'STILL-HELD', quantity: 2 } },
    request: { method: 'GET', path: path(uuidOf(4)) },
    response: { status: 200, body: { status: exactly('held') } },
  },
  async baseUrl => {
    const response = await connectTo(baseUrl).inventory.getReservation({ path: { reservationId: uuidOf(4) } });
    expect(response).toMatchObject({ status: 200, body: { status: 'held' } });
  },
);

httpInteraction(
  'what became of a reservation that never was',
  { request: { method: 'GET', path: path(uuidOf(404)) }, response: { status: 404 } },
  async baseUrl => {
    expect((await connectTo(baseUrl).inventory.getReservation({ path: { reservationId: uuidOf(404) } })).status).toBe(
      404,
    );
  },
);
