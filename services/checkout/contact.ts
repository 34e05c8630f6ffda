import type { Violation } from '../../contracts/codegen/runtime/check.ts';
import type { CheckoutRequest, NewAddress } from '../../generated/checkout/types.ts';
import { hasPostalCode } from '../../look/address.ts';
import { asciiDigits } from '../../look/digits.ts';
import { normalizeEmail } from '../platform/email-address.ts';

/** An address with its postal code, which is empty where the country has none. */
type Address = NewAddress & Required<Pick<NewAddress, 'postalCode'>>;

/** A request with complete and normalized contact details. */
export type CompleteRequest = CheckoutRequest & { shippingAddress: Address };

/** Line breaks and other controls, and marks that turn the order of letters around (Unicode Standard Annex 9). */
const CONTROLS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** A phone number with ASCII digits; dots and slashes, which only group digits, become blanks. */
function normalizePhone(text: string): string {
  return asciiDigits(text).replaceAll(/[./]/g, ' ').replaceAll(/\s+/g, ' ').trim();
}

/**
 * The request with normalized e-mail, phone and address, or the validation errors. A postal code is required if the
 * country has them; whether it looks as they do there is asked in the form (storefront/shop/delivery.ts), where a
 * person can look again, and not here: a country may change its codes before we do.
 */
export function completeRequest(request: CheckoutRequest): CompleteRequest | Violation[] {
  const { shippingAddress, phone } = request;
  const violations: Violation[] = [];
  const report = (path: string, message: string) => violations.push({ path: `/body/${path}`, message });
  const address: Address = { ...shippingAddress, postalCode: shippingAddress.postalCode ?? '' };
  for (const field of ['name', 'line1', 'line2', 'city', 'region', 'postalCode'] as const) {
    const value = address[field]?.trim();
    if (value === undefined) continue;
    if (CONTROLS.test(value)) report(`shippingAddress/${field}`, 'must be one line of text');
    address[field] = value;
  }
  if (address.postalCode === '' && hasPostalCode(address.country))
    report('shippingAddress/postalCode', 'is required in this country');
  if (address.postalCode !== '' && !/[\p{L}\p{N}]/u.test(address.postalCode))
    report('shippingAddress/postalCode', 'has no letter or digit');
  const email = normalizeEmail(request.email);
  if (email === undefined) report('email', 'must be an e-mail address');
  if (email === undefined || violations.length > 0) return violations;
  return {
    ...request,
    email,
    ...(phone === undefined ? {} : { phone: normalizePhone(phone) }),
    shippingAddress: address,
  };
}
