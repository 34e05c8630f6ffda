import { edgeFollows } from '../edge-effects.ts';
import { AT, orderId, SKU } from '../examples.ts';

const { changes, event } = edgeFollows('inventory');
const line = { sku: SKU, quantity: 2, available: 38, version: 8 };
const stock = [`stock:${SKU}`, 'search'];
const order = [`order:${orderId}`];

event(
  'InventoryReserved',
  orderId,
  { reservationId: orderId, lines: [line], expiresAt: AT },
  [...stock, ...order],
  '2 units held for a checkout',
);
event(
  'InventoryReleased',
  orderId,
  { reservationId: orderId, lines: [line], reason: 'expired' },
  stock,
  '2 units came back: nobody paid',
);
event(
  'StockAdjusted',
  SKU,
  { sku: SKU, location: 'east', delta: 5, reason: 'counted', available: 38, version: 8 },
  stock,
  `${SKU}: +5, 38 available`,
);
event(
  'StockAllocated',
  orderId,
  { orderId, lines: [{ ...line, location: 'east' }], allocatedAt: AT },
  [...stock, ...order],
  'A paid order has its stock',
);
event(
  'AllocationFailed',
  orderId,
  { orderId, shortages: [{ sku: SKU, requested: 2, available: 1 }] },
  order,
  `Stock is missing for a paid order: ${SKU}`,
);
changes('ChangeMade');
