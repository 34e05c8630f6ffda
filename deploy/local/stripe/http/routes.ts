import type { Handler } from '../api/call.ts';
import * as sessions from '../api/checkout-sessions.ts';
import * as disputes from '../api/disputes.ts';
import * as intents from '../api/payment-intents.ts';
import * as methods from '../api/payment-methods.ts';
import * as reads from '../api/reads.ts';
import * as refunds from '../api/refunds.ts';
import type { EventLog } from '../events.ts';

export interface Route {
  method: 'GET' | 'POST';
  pattern: RegExp;
  handler: Handler;
}

/** `:id` stands for one part of the path. */
const route = (method: Route['method'], path: string, handler: Handler): Route => ({
  method,
  pattern: new RegExp(`^${path.replace(':id', '([\\w-]+)')}$`),
  handler,
});

/** The part of Stripe's API that the sandbox speaks. */
export const apiRoutes = (events: EventLog): readonly Route[] => [
  route('POST', '/v1/payment_intents', intents.createPaymentIntent),
  route('GET', '/v1/payment_intents', intents.listPaymentIntents),
  route('GET', '/v1/payment_intents/:id', intents.retrievePaymentIntent),
  route('POST', '/v1/payment_intents/:id', intents.updatePaymentIntent),
  route('POST', '/v1/payment_intents/:id/confirm', intents.confirmPaymentIntent),
  route('POST', '/v1/payment_intents/:id/capture', intents.capturePaymentIntent),
  route('POST', '/v1/payment_intents/:id/cancel', intents.cancelPaymentIntent),
  route('POST', '/v1/payment_methods', methods.createPaymentMethod),
  route('GET', '/v1/payment_methods/:id', methods.retrievePaymentMethod),
  route('POST', '/v1/checkout/sessions', sessions.createCheckoutSession),
  route('GET', '/v1/checkout/sessions', sessions.listCheckoutSessions),
  route('GET', '/v1/checkout/sessions/:id', sessions.retrieveCheckoutSession),
  route('POST', '/v1/checkout/sessions/:id', sessions.updateCheckoutSession),
  route('POST', '/v1/checkout/sessions/:id/expire', sessions.expireCheckoutSession),
  route('GET', '/v1/checkout/sessions/:id/line_items', sessions.listLineItems),
  route('POST', '/v1/refunds', refunds.createRefund),
  route('GET', '/v1/refunds', refunds.listRefunds),
  route('GET', '/v1/refunds/:id', refunds.retrieveRefund),
  route('POST', '/v1/refunds/:id', refunds.updateRefund),
  route('GET', '/v1/disputes', disputes.listDisputes),
  route('GET', '/v1/disputes/:id', disputes.retrieveDispute),
  route('POST', '/v1/disputes/:id/close', disputes.acceptDispute),
  route('GET', '/v1/charges', reads.listCharges),
  route('GET', '/v1/charges/:id', reads.retrieveCharge),
  route('GET', '/v1/balance_transactions', reads.listBalanceTransactions),
  route('GET', '/v1/balance_transactions/:id', reads.retrieveBalanceTransaction),
  route('GET', '/v1/events', reads.listEvents(events)),
  route('GET', '/v1/events/:id', reads.retrieveEvent(events)),
];
