import { invalidParameter } from '../errors.ts';
import type { Parameters } from '../http/parameters.ts';
import { newId } from '../ids.ts';
import { formatMoney, MAXIMUM_AMOUNT, minimumAmount } from '../money.ts';
import type { Session, SessionLine } from '../state/records.ts';
import { expire, totalOf } from '../state/sessions.ts';
import { lineItemsObject } from '../wire/checkout-session.ts';
import { listObject } from '../wire/list.ts';
import { type Answer, type Call, found, mergeMetadata, ok, readPage, readShipping } from './call.ts';
import { captureMethods, readAllowedTypes, readCurrency } from './intent-parameters.ts';

/** Limits of `expires_at` (https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-expires_at). */
const MIN_SECONDS = 30 * 60;
const MAX_SECONDS = 24 * 60 * 60;
/** Clocks differ a little; Stripe forgives that too. */
const TOLERANCE_SECONDS = 10;

/**
 * Line items of one payment (https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-line_items).
 */
const MAX_LINE_ITEMS = 100;

export function createCheckoutSession({ parameters, ledger, cause }: Call): Answer {
  const now = ledger.clock.now();
  parameters.required('mode', parameters.oneOf('mode', ['payment']));
  parameters.oneOf('ui_mode', ['hosted_page']);
  const lines = parameters.objects('line_items').map(readLine);
  if (lines.length > MAX_LINE_ITEMS)
    throw invalidParameter(
      'line_items',
      `Array too long: line_items has ${lines.length} items, at most ${MAX_LINE_ITEMS} are allowed.`,
    );
  const [first] = parameters.required('line_items', lines.length > 0 ? lines : undefined);
  const session: Session = {
    id: newId.session(),
    created: now,
    status: 'open',
    expiresAt: readExpiry(parameters, now),
    currency: first?.currency ?? '',
    lines: lines.map(({ currency, ...line }, index) => {
      if (currency !== first?.currency)
        throw invalidParameter(`line_items[${index}]`, 'All line items must have the same currency.');
      return line;
    }),
    successUrl: parameters.required('success_url', parameters.url('success_url')),
    cancelUrl: parameters.url('cancel_url') ?? null,
    clientReferenceId: parameters.text('client_reference_id', 200) ?? null,
    customerEmail: parameters.email('customer_email') ?? null,
    customer: null,
    allowedTypes: readAllowedTypes(parameters),
    displayName: parameters.object('branding_settings')?.text('display_name') ?? null,
    locale: parameters.text('locale') ?? null,
    submitType: parameters.oneOf('submit_type', ['auto', 'book', 'donate', 'pay']) ?? null,
    metadata: mergeMetadata({}, parameters.metadata()),
    intentId: null,
    intentData: readIntentData(parameters.object('payment_intent_data')),
  };
  parameters.oneOf('customer_creation', ['if_required']);
  parameters.finish();
  const total = totalOf(session);
  if (total < minimumAmount(session.currency)) {
    const least = formatMoney(minimumAmount(session.currency), session.currency);
    throw invalidParameter(
      'line_items',
      `The Checkout Session's total amount due must add up to at least ${least} ${session.currency}`,
      'amount_too_small',
    );
  }
  if (total > MAXIMUM_AMOUNT)
    throw invalidParameter('line_items', "The Checkout Session's total amount is too large.", 'amount_too_large');
  ledger.apply({ session, events: [] }, cause);
  return ok(ledger.session(session));
}

function readLine(line: Parameters): SessionLine & { currency: string } {
  const price = line.required('price_data', line.object('price_data'));
  const product = price.required('product_data', price.object('product_data'));
  return {
    id: newId.lineItem(),
    priceId: newId.price(),
    productId: newId.product(),
    name: product.required('name', product.text('name')),
    description: product.text('description') ?? null,
    images: product.texts('images').slice(0, 8),
    productMetadata: mergeMetadata({}, product.metadata()),
    unitAmount: price.required('unit_amount', price.integer('unit_amount', { min: 0, max: MAXIMUM_AMOUNT })),
    quantity: line.required('quantity', line.integer('quantity', { min: 1, max: 999_999 })),
    currency: price.required('currency', readCurrency(price)),
  };
}

function readExpiry(parameters: Parameters, now: number): number {
  const expiresAt = parameters.integer('expires_at', { min: 0, max: Number.MAX_SAFE_INTEGER }) ?? now + MAX_SECONDS;
  if (expiresAt < now + MIN_SECONDS - TOLERANCE_SECONDS) {
    throw invalidParameter(
      'expires_at',
      'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.',
    );
  }
  if (expiresAt > now + MAX_SECONDS + TOLERANCE_SECONDS) {
    throw invalidParameter(
      'expires_at',
      'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.',
    );
  }
  return expiresAt;
}

const readIntentData = (data: Parameters | undefined): Session['intentData'] => ({
  captureMethod: data?.oneOf('capture_method', captureMethods) ?? 'automatic_async',
  description: data?.text('description') ?? null,
  receiptEmail: data?.email('receipt_email') ?? null,
  statementDescriptor: data?.text('statement_descriptor', 22) ?? null,
  statementDescriptorSuffix: data?.text('statement_descriptor_suffix', 22) ?? null,
  transferGroup: data?.text('transfer_group') ?? null,
  shipping: data ? readShipping(data) : null,
  metadata: mergeMetadata({}, data?.metadata()),
});

export function retrieveCheckoutSession(call: Call): Answer {
  call.parameters.finish();
  return ok(call.ledger.session(load(call)));
}

export function updateCheckoutSession(call: Call): Answer {
  const session = load(call);
  const after = { ...session, metadata: mergeMetadata(session.metadata, call.parameters.metadata()) };
  call.parameters.finish();
  call.ledger.apply({ session: after, events: [] }, call.cause);
  return ok(call.ledger.session(after));
}

export function expireCheckoutSession(call: Call): Answer {
  const { ledger } = call;
  call.parameters.finish();
  const session = load(call);
  const intent = session.intentId === null ? undefined : ledger.store.intents.get(session.intentId);
  const change = expire(session, intent, ledger.clock.now());
  ledger.apply(change, call.cause);
  return ok(ledger.session(change.session ?? session));
}

export function listCheckoutSessions({ parameters, ledger }: Call): Answer {
  const page = readPage(parameters, {
    intentId: parameters.text('payment_intent'),
    status: parameters.oneOf('status', ['open', 'complete', 'expired']),
  });
  parameters.finish();
  const { items, hasMore } = ledger.store.sessions.list(page);
  return ok(
    listObject(
      '/v1/checkout/sessions',
      items.map(session => ledger.session(session)),
      hasMore,
    ),
  );
}

export function listLineItems(call: Call): Answer {
  readPage(call.parameters, {});
  call.parameters.finish();
  return ok(lineItemsObject(load(call)));
}

const load = ({ id, ledger }: Call): Session => found(ledger.store.sessions.get(id), 'checkout.session', id, 'session');
