import { hasPostalCode, needsRegion } from '../../look/address.ts';
import { postalCodeFault } from '../../look/postal-codes.ts';

/** The fields of the checkout form. */
export interface Delivery {
  email: string;
  phone: string;
  name: string;
  line1: string;
  line2: string;
  city: string;
  region: string;
  postalCode: string;
  country: string;
  method: string;
}

export type Field = keyof Delivery;

export const emptyDelivery: Delivery = {
  email: '',
  phone: '',
  name: '',
  line1: '',
  line2: '',
  city: '',
  region: '',
  postalCode: '',
  country: 'US',
  method: '',
};

/** The maximum lengths of the contracts. */
export const maxLengths: Readonly<Record<Field, number>> = {
  email: 254,
  phone: 40,
  name: 200,
  line1: 200,
  line2: 200,
  city: 100,
  region: 100,
  postalCode: 20,
  country: 2,
  method: 60,
};

const requiredMessages: Readonly<Partial<Record<Field, string>>> = {
  email: 'Enter your e-mail address, so that we can send the confirmation.',
  name: 'Enter the name for the parcel.',
  line1: 'Enter the street and number.',
  city: 'Enter the town or city.',
  region: 'Enter the state.',
  postalCode: 'Enter the postal code.',
  country: 'Choose a country.',
  method: 'Choose how we send it.',
};

export const fieldNames = Object.keys(emptyDelivery).filter((name): name is Field => name in emptyDelivery);

/** Reads the submitted form, trimmed and cut to the maximum lengths. */
export function readDelivery(form: FormData): Delivery {
  const delivery = { ...emptyDelivery };
  for (const name of fieldNames) {
    const value = form.get(name);
    delivery[name] = typeof value === 'string' ? value.trim().slice(0, maxLengths[name]) : '';
  }
  return delivery;
}

/** The validation errors by field, each with what to do; empty for a valid form. */
export function validateDelivery(delivery: Delivery): Partial<Record<Field, string>> {
  const faults: Partial<Record<Field, string>> = {};
  const { country, postalCode } = delivery;
  const isNeeded = (name: Field): boolean =>
    name === 'postalCode' ? hasPostalCode(country) : name === 'region' ? needsRegion(country) : true;
  for (const name of fieldNames.filter(isNeeded)) {
    const message = requiredMessages[name];
    if (message !== undefined && delivery[name] === '') faults[name] = message;
  }
  if (delivery.email !== '' && !/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(delivery.email)) {
    faults.email = 'This is no e-mail address: something like ada@example.com.';
  }
  if (delivery.phone !== '' && !/^\+?[0-9٠-٩۰-۹ ()./-]{5,30}((ext|x)\.? ?[0-9]{1,8})?$/.test(delivery.phone))
    faults.phone = 'This is no phone number: something like +1 410 555 0100; or leave it empty.';
  const isCountry = /^[A-Z]{2}$/.test(country);
  if (country !== '' && !isCountry) faults.country = 'Choose a country.';
  const wanted = postalCode !== '' && isCountry ? postalCodeFault(postalCode, country) : undefined;
  if (wanted !== undefined) faults.postalCode = `This is no postal code of the chosen country: those are ${wanted}.`;
  return faults;
}
