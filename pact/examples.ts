/** Examples that many pacts share. */
export const usd = (amount: number) => ({ amount, currency: 'USD' });
export const AT = '2026-11-22T10:00:02.000Z';
export const SKU = '1082185';
export const address = {
  name: 'Ada Shopper',
  line1: '1 Analytical Way',
  city: 'London',
  postalCode: 'N1 9GU',
  country: 'GB',
};

/** A UUID for each number. */
export function uuidOf(number: number): string {
  return `0190a6e0-7c1d-7000-8000-${String(number).padStart(12, '0')}`;
}

export const orderId = uuidOf(1);
/** The token of the orders in provider states. */
export const orderToken = 'test';
export const parcelLine = { sku: SKU, title: 'Bananas', quantity: 2 };

/** What every reader of OrderPaid checks; the contract lets it have more. */
export const orderPaid = {
  orderId,
  number: 'C-10042',
  email: 'ada@example.com',
  total: usd(701),
  subtotal: usd(202),
  shipping: usd(499),

  shippingAddress: address,
  shippingMethod: 'standard',
  lines: [{ ...parcelLine, unitPrice: usd(101) }],
  paidAt: AT,
};

/** A change that staff made, as every service publishes it. */
export const changeMade = {
  resource: 'orders',
  resourceId: orderId,
  label: 'C-10042',
  action: 'changed',
  actor: { kind: 'staff', id: 'ada' },
  at: AT,
  requestId: 'request-1',
};

export const orderCancelled = {
  orderId,
  number: 'C-10042',
  reason: 'checkout_expired',
  wasPaid: false,
  cancelledAt: AT,
};

export const parcel = {
  shipmentId: uuidOf(3),
  orderId,
  orderNumber: 'C-10042',
  carrier: 'local',
  trackingNumber: 'LC123456785',
};

/** What every reader of ShipmentCreated checks. */
export const shipmentCreated = { ...parcel, email: 'ada@example.com', address, lines: [parcelLine], createdAt: AT };

export const shipmentCancelled = { shipmentId: uuidOf(3), orderId, orderNumber: 'C-10042', cancelledAt: AT };
