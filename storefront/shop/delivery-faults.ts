import { hasPostalCode, needsRegion } from '../../look/address.ts';
import { type PostalCodeShape, postalCodeFault } from '../../look/postal-codes.ts';
import { messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';
import { type Delivery, type Field, fieldNames } from './delivery.ts';

/** The validation errors by field, each with what to do; empty for a valid form. */
export function validateDelivery(delivery: Delivery): Partial<Record<Field, string>> {
  const faults: Partial<Record<Field, string>> = {};
  const { required, faults: words } = messages().checkout;
  const requiredMessages: Readonly<Partial<Record<Field, string>>> = required;
  const { country, postalCode } = delivery;
  const isNeeded = (name: Field): boolean =>
    name === 'postalCode' ? hasPostalCode(country) : name === 'region' ? needsRegion(country) : true;
  for (const name of fieldNames.filter(isNeeded)) {
    const message = requiredMessages[name];
    if (message !== undefined && delivery[name] === '') faults[name] = message;
  }
  if (delivery.email !== '' && !/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(delivery.email)) {
    faults.email = words.email;
  }
  if (delivery.phone !== '' && !/^\+?[0-9٠-٩۰-۹ ()./-]{5,30}((ext|x)\.? ?[0-9]{1,8})?$/.test(delivery.phone))
    faults.phone = words.phone;
  const isCountry = /^[A-Z]{2}$/.test(country);
  if (country !== '' && !isCountry) faults.country = words.country;
  const wanted = postalCode !== '' && isCountry ? postalCodeFault(postalCode, country) : undefined;
  if (wanted !== undefined) faults.postalCode = postalCodeText(wanted);
  return faults;
}

function postalCodeText(shape: PostalCodeShape): string {
  const { postalCodeDigits, postalCodeLike } = messages().checkout.faults;
  return 'digits' in shape ? fill(postalCodeDigits, shape) : fill(postalCodeLike, shape);
}
