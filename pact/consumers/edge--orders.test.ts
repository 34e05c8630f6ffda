import { edgeFollows } from '../edge-effects.ts';
import { AT, orderCancelled, orderId, orderPaid, parcelLine, usd } from '../examples.ts';

const { changes, event } = edgeFollows('orders');
const tags = [`order:${orderId}`];
const lines = [{ ...parcelLine, unitPrice: usd(101) }];
const placed = { orderId, number: 'C-10042', total: usd(701), lines, placedAt: AT };
const refunded = { orderId, number: 'C-10042', email: 'ada@example.com', amount: usd(701), refundedAt: AT };

event('OrderPlaced', orderId, placed, tags, 'C-10042 was placed: $7.01');
event('OrderPaid', orderId, orderPaid, tags, 'C-10042 is paid: $7.01');
event('OrderCancelled', orderId, orderCancelled, tags, 'C-10042 was cancelled: checkout expired');
event('OrderRefunded', orderId, refunded, tags, 'C-10042: $7.01 refunded');
event(
  'OrderPartlyRefunded',
  orderId,
  { ...refunded, amount: usd(101), refundedTotal: usd(101), lines: [parcelLine] },
  tags,
  'C-10042: $1.01 of it refunded',
);
event(
  'OrderRefundFailed',
  orderId,
  { orderId, number: 'C-10042', email: 'ada@example.com', amount: usd(101), failedAt: AT },
  tags,
  'C-10042: a refund of $1.01 came back',
);
changes('ChangeMade');
