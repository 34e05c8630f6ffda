import * as addresses from '../../look/address.ts';
import * as attributes from '../../look/attribute-text.ts';
import * as browsers from '../../look/browser-name.ts';
import * as prices from '../../look/money.ts';
import * as unitPrices from '../../look/unit-price.ts';
import * as days from '../shop/delivery-days.ts';
import { locale } from './language.ts';
import { messages } from './messages.ts';
import { fill } from './text.ts';

// As look/ and shop/ write them, in the language of this shop. On the server alone.

/** Money: `$1,234.50`. */
export const formatMoney = (money: prices.Money): string => prices.formatMoney(money, locale());

/** A unit price: `$0.33 / oz`, `$0.50 each`. */
export const formatUnitPrice = (unitPrice: unitPrices.UnitPrice): string =>
  unitPrices.formatUnitPrice(unitPrice, locale(), price => fill(messages().product.each, { price }));

/** A number with the unit that it counts: `1,250 kcal`. */
export const numberText = (number: number, unit?: string): string => attributes.numberText(number, unit, locale());

/** What a product has of an attribute: `Yes`, `250 kcal`. */
export function attributeText(attribute: Parameters<typeof attributes.attributeText>[0]): string {
  const { yes, no } = messages().product;
  return attributes.attributeText(attribute, { yes, no, locale: locale() });
}

/** A country, by its code of ISO 3166-1 alpha-2. */
export const countryName = (code: string): string => addresses.countryName(code, locale());

/** A browser and its system: `Chrome on Windows`. */
export function browserName(userAgent: string): string {
  const { browserOn, program } = messages().account.security;
  return browsers.browserName(userAgent, {
    program,
    on: (browser, system) => fill(browserOn, { browser, system }),
  });
}

/** When a parcel arrives: `Wed, Dec 3 – Fri, Dec 5`. */
export const arrivalOf = (working: { min: number; max: number }, orderedAt: string): string =>
  days.arrivalOf(working, orderedAt, locale());
