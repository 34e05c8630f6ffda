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
