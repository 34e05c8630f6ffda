import type { NewOrder } from '../../generated/orders/types.ts';
import { foldText } from '../../look/fold-text.ts';
import { searchTerms } from '../platform/search-text.ts';

const MAX_TERM_LENGTH = 100;
/** The shortest end of a phone number that finds it. */
const MIN_PHONE_DIGITS = 6;

const alphanumeric = (text: string): string => foldText(text).replace(/[^\p{L}\p{N}]+/gu, '');

/** A phone number is found with and without its country code: by each of its ends. */
function phoneTerms(phone: string): string[] {
  const digits = phone.replace(/\D/g, '');
  const ends = Math.max(0, digits.length - MIN_PHONE_DIGITS + 1);
  return Array.from({ length: ends }, (_, from) => digits.slice(from));
}

/**
 * The search terms of an order, each a prefix match: words of e-mail address, name, address, titles and skus; its
 * number, where it is known, the postal code and skus without separators; the ends of the phone number.
 */
export function orderTerms(
  order: Pick<NewOrder, 'email' | 'phone' | 'shippingAddress' | 'lines'>,
  sequence = '',
): string[] {
  const { email, phone = '', lines } = order;
  const { name, line1, line2 = '', city, region = '', postalCode } = order.shippingAddress;
  const products = lines.flatMap(({ sku, title }) => [sku, title]);
  // The last label of a domain is in too many addresses to find anything by.
  const address = email.replace(/\.[^.@]*$/, '');
  const terms = [
    ...searchTerms([address, name, line1, line2, city, region, postalCode, ...products].join(' ')),
    sequence,
    alphanumeric(postalCode),
    ...lines.map(({ sku }) => alphanumeric(sku)),
    ...phoneTerms(phone),
  ];
  return [...new Set(terms.map(term => term.slice(0, MAX_TERM_LENGTH)).filter(Boolean))];
}

/** An order number as people write it: `C-10042`, `c 10042`, `#10042`, `10042`. */
export const ORDER_NUMBER = /^(?<prefix>#?\s*(?:c[\s–-]*)?)(?<digits>\d{1,18})$/iu;

const MAX_QUERY_TERMS = 8;

/** One way to read a query; an order that matches one of them is found. */
export type OrderQuery =
  | { by: 'terms'; terms: readonly string[] }
  /** The beginning of the address, in lower case. */
  | { by: 'email'; start: string }
  /** The beginning of the number, in lower case. */
  | { by: 'tracking'; start: string }
  | { by: 'last4'; digits: string };

/**
 * The readings of a query as people type it: an order number as `C-10042`, `c10042`, `#10042` or `10042`; a phone
 * number with signs; the last four digits of a card; a tracking number; an e-mail address; else words.
 */
export function parseOrderQuery(typed: string): OrderQuery[] {
  const text = typed.trim();
  const { digits: number, prefix } = ORDER_NUMBER.exec(text)?.groups ?? {};
  if (number !== undefined && prefix !== '') return [{ by: 'terms', terms: [number] }];
  if (text.includes('@')) return [{ by: 'email', start: text.toLowerCase() }];
  const tracking: OrderQuery[] =
    /^[a-z\d-]{6,}$/i.test(text) && /\d/.test(text) ? [{ by: 'tracking', start: text.toLowerCase() }] : [];
  if (/^\+?[\d\s()./-]+$/.test(text)) {
    // A trunk prefix (0) is no part of an international number; a postal code may begin with it.
    const digits = text.replace(/\D/g, '');
    const forms = new Set([digits, digits.replace(/^0+/, '')].filter(Boolean));
    const last4: OrderQuery[] = /^\d{4}$/.test(text) ? [{ by: 'last4', digits: text }] : [];
    return [...[...forms].map((form): OrderQuery => ({ by: 'terms', terms: [form] })), ...last4, ...tracking];
  }
  const terms = searchTerms(text).slice(0, MAX_QUERY_TERMS);
  return [...(terms.length === 0 ? [] : [{ by: 'terms', terms } as const]), ...tracking];
}
