import { expect } from '@jest/globals';
import { TEST_SERVICE_KEY } from '../../services/platform/testing/identity.ts';
import { paymentStatus } from '../../services/shipping/payment-status.ts';
import { pactBetween } from '../consumer.ts';
import { uuidOf } from '../examples.ts';
import { exactly } from '../matchers.ts';

const { httpInteraction } = pactBetween('shipping', 'payments');
const isPaid = (url: string, orderId: string) => paymentStatus({ url, key: TEST_SERVICE_KEY })(orderId);

httpInteraction(
  'whether the money for a parcel is there',
  {
    given: { state: 'a payment is authorized', params: { orderId: uuidOf(1) } },
    request: { method: 'GET', path: `/internal/payments/${uuidOf(1)}`, query: { fresh: 'true' } },
    response: { status: 200, body: { status: exactly('authorized') } },
  },
  async baseUrl => {
    expect(await isPaid(baseUrl, uuidOf(1))).toBe(true);
  },
);

httpInteraction(
  'whether the money for an order without a payment is there',
  {
    request: { method: 'GET', path: `/internal/payments/${uuidOf(404)}`, query: { fresh: 'true' } },
    response: { status: 404 },
  },
  async baseUrl => {
    expect(await isPaid(baseUrl, uuidOf(404))).toBe(false);
  },
);
