import { invalidParameter } from '../errors.ts';
import type { Parameters } from '../http/parameters.ts';
import { formatMoney, isCurrency, MAXIMUM_AMOUNT, minimumAmount } from '../money.ts';
import type { Confirmation } from '../state/intents.ts';
import type { NewIntent } from '../state/new-intent.ts';
import { mergeMetadata, readShipping } from './call.ts';

export const captureMethods = ['automatic', 'automatic_async', 'manual'] as const;

/** The parameters of a new PaymentIntent (https://docs.stripe.com/api/payment_intents/create). */
export function readNewIntent(parameters: Parameters): NewIntent {
  const amount = parameters.required('amount', readAmount(parameters));
  const currency = parameters.required('currency', readCurrency(parameters));
  mustBeChargeable(amount, currency);
  const automatic = parameters.object('automatic_payment_methods');
  const enabled = automatic?.flag('enabled') ?? true;
  const allowRedirects = automatic?.oneOf('allow_redirects', ['always', 'never']) ?? 'always';
  const card = parameters.object('payment_method_options')?.object('card');
  parameters.oneOf('confirmation_method', ['automatic']);
  return {
    amount,
    currency,
    captureMethod: parameters.oneOf('capture_method', captureMethods) ?? 'automatic_async',
    automatic: enabled ? allowRedirects : null,
    allowedTypes: readAllowedTypes(parameters),
    requestThreeDSecure: card?.oneOf('request_three_d_secure', ['automatic', 'any', 'challenge']) ?? 'automatic',
    description: parameters.text('description') ?? null,
    receiptEmail: parameters.email('receipt_email') ?? null,
    statementDescriptor: parameters.text('statement_descriptor', 22) ?? null,
    statementDescriptorSuffix: parameters.text('statement_descriptor_suffix', 22) ?? null,
    transferGroup: parameters.text('transfer_group') ?? null,
    shipping: readShipping(parameters),
    metadata: mergeMetadata({}, parameters.metadata()),
    sessionId: null,
  };
}

/** `allowed_payment_method_types`; the sandbox supports only cards, so cards must be among them. */
export function readAllowedTypes(parameters: Parameters): string[] | null {
  const types = parameters.texts('allowed_payment_method_types');
  if (types.length === 0) return null;
  if (types.includes('card')) return types;
  throw invalidParameter(
    'allowed_payment_method_types',
    'No payment method types are left: the sandbox takes cards only.',
  );
}

export const readConfirmation = (parameters: Parameters): Confirmation => ({
  returnUrl: parameters.url('return_url') ?? null,
  offSession: parameters.flag('off_session') ?? false,
  errorOnRequiresAction: parameters.flag('error_on_requires_action') ?? false,
});

export const readAmount = (parameters: Parameters) =>
  parameters.integer('amount', { min: 0, max: Number.MAX_SAFE_INTEGER });

export function readCurrency(parameters: Parameters): string | undefined {
  const currency = parameters.text('currency')?.toLowerCase();
  if (currency !== undefined && !isCurrency(currency))
    throw invalidParameter(parameters.name('currency'), `Invalid currency: ${currency}`);
  return currency;
}

/** Throws outside Stripe's limits (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts). */
export function mustBeChargeable(amount: number, currency: string): void {
  const least = minimumAmount(currency);
  if (amount < least)
    throw invalidParameter(
      'amount',
      `Amount must be at least ${formatMoney(least, currency)} ${currency}`,
      'amount_too_small',
    );
  if (amount > MAXIMUM_AMOUNT)
    throw invalidParameter(
      'amount',
      `Amount must be no more than ${formatMoney(MAXIMUM_AMOUNT, currency)}`,
      'amount_too_large',
    );
}
