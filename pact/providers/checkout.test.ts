import { afterAll, beforeAll, test } from '@jest/globals';
import { type CheckoutSuite, startCheckout } from '../../services/checkout/testing/suite.ts';
import { verify } from '../provider.ts';
import { checkoutStates } from '../states/checkout.ts';

let suite: CheckoutSuite;
beforeAll(async () => {
  suite = await startCheckout();
});
afterAll(() => suite.close());

test('checkout keeps every pact that others have with it', () =>
  verify('checkout', { url: suite.url, states: checkoutStates(suite) }));
