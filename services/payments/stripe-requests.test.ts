import { expect, test } from '@jest/globals';
import { requestOf } from './stripe-requests.ts';

const now = new Date('2026-11-29T10:00:00Z');
const payment = (email: string, paymentMethod?: string) => ({
  paymentId: 'p1',
  orderId: 'o1',
  request: {
    amount: { amount: 901, currency: 'USD' },
    email,
    returnUrl: 'http://shop.example/orders/o1',
    expiresAt: '2026-11-29T10:45:00Z',
    ...(paymentMethod === undefined ? {} : { paymentMethod }),
  },
});

test.each(['ada@example.com', "o'brien+shop@example.co.uk", 'info@xn--bcher-kva.example'])(
  'the e-mail address %s goes to the provider',
  email => {
    expect(requestOf(payment(email, 'pm_card_visa'), now).params).toHaveProperty('receipt_email', email);
    expect(requestOf(payment(email), now).params).toHaveProperty('customer_email', email);
  },
);

test.each(['müller@example.com', 'keitai..taro.@example.ne.jp'])(
  'the e-mail address %s, which the provider refuses, does not stop a purchase',
  email => {
    expect(requestOf(payment(email, 'pm_card_visa'), now).params).not.toHaveProperty('receipt_email');
    expect(requestOf(payment(email), now).params).not.toHaveProperty('customer_email');
  },
);
