import { randomInt } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Random letters and digits, unguessable from 16 on. */
export const randomText = (length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

/** Ids in the form of Stripe's test mode, so that code which looks at prefixes works. */
export const newId = {
  paymentIntent: () => `pi_3${randomText(23)}`,
  charge: () => `ch_3${randomText(23)}`,
  dispute: () => `du_1${randomText(23)}`,
  refund: () => `re_3${randomText(23)}`,
  paymentMethod: () => `pm_1${randomText(23)}`,
  balanceTransaction: () => `txn_3${randomText(23)}`,
  event: () => `evt_1${randomText(23)}`,
  request: () => `req_${randomText(14)}`,
  session: () => `cs_test_a1${randomText(56)}`,
  lineItem: () => `li_1${randomText(23)}`,
  price: () => `price_1${randomText(23)}`,
  product: () => `prod_${randomText(14)}`,
};
