import {
  accountDeletedView,
  accountLinkView,
  backInStockView,
  emailChangedView,
  orderPaidView,
  orderPartlyRefundedView,
  orderRefundedView,
  orderRefundFailedView,
  passwordChangedView,
  shipmentView,
  type TemplateId,
  type View,
} from './message.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const orderId = '0190a6e0-7c1d-7000-8000-000000000003';
const address = {
  name: 'Ada Shopper',
  line1: '1 Analytical Way',
  line2: 'Flat 2',
  city: 'London',
  postalCode: 'N1 9GU',
  country: 'GB',
};

const olga = { name: 'Olga Orders', email: 'olga@example.com', expiresAt: '2026-11-25T10:00:00Z' };
const ada = { name: 'Ada Shopper', email: 'ada@example.com', expiresAt: '2026-11-25T10:00:00Z' };
const happenedAt = '2026-11-25T10:00:00Z';

/** An example order for validating and previewing templates. */
export const examples: Readonly<Record<TemplateId, View>> = {
  'order-paid': orderPaidView({
    orderId,
    number: 'C-10042',
    email: 'ada@example.com',
    paidAt: '2026-11-22T10:00:02Z',
    shippingAddress: address,
    shippingMethod: 'standard',
    lines: [
      { sku: '1082185', title: 'Bananas', quantity: 2, unitPrice: usd(101) },
      { sku: '1029743', title: 'Sparkling Mineral Water, 6 × 1 l', quantity: 1, unitPrice: usd(649) },
    ],
    subtotal: usd(851),
    shipping: usd(499),
    total: usd(1_350),
  }),
  'order-refunded': orderRefundedView({
    orderId,
    number: 'C-10042',
    amount: usd(1_350),
  }),
  'password-reset': accountLinkView('password-reset', olga),
  'staff-invitation': accountLinkView('staff-invitation', olga),
  'shopper-password-reset': accountLinkView('shopper-password-reset', ada),
  'email-verification': accountLinkView('email-verification', ada),
  'email-changed': emailChangedView({ previousEmail: ada.email, changedAt: happenedAt }),
  'password-changed': passwordChangedView({ ...olga, kind: 'staff', changedAt: happenedAt }),
  'shopper-password-changed': passwordChangedView({ ...ada, kind: 'shopper', changedAt: happenedAt }),
  'account-deleted': accountDeletedView({ email: ada.email, deletedAt: happenedAt }),
  'order-partly-refunded': orderPartlyRefundedView({
    orderId,
    number: 'C-10042',
    amount: usd(101),
    refundedTotal: usd(101),
    lines: [{ sku: '1082185', title: 'Bananas', quantity: 1 }],
  }),
  'back-in-stock': backInStockView(
    { sku: '1082185', slug: 'bananas', title: 'Bananas', price: usd(101) },
    '0190a6e0-7c1d-7000-8000-000000000012',
  ),
  'order-refund-failed': orderRefundFailedView({
    orderId,
    number: 'C-10042',
    email: 'ada@example.com',
    amount: usd(101),
    failedAt: '2026-11-28T10:00:02Z',
  }),
  'shipment-created': shipmentView({
    shipmentId: '0190a6e0-7c1d-7000-8000-000000000006',
    orderId,
    orderNumber: 'C-10042',
    carrier: 'local',
    trackingNumber: 'LC123456785',
    email: 'ada@example.com',
    address,
    createdAt: '2026-11-22T10:00:02Z',
    lines: [
      { sku: '1082185', title: 'Bananas', quantity: 2 },
      { sku: '1029743', title: 'Sparkling Mineral Water, 6 × 1 l', quantity: 1 },
    ],
  }),
};
