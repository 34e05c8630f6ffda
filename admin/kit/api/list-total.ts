import { isObject } from './request-body.ts';

/** How many records a list has over all pages: exactly, or at least. */
export interface ListTotal {
  value: number;
  relation: 'eq' | 'gte';
}

/** The total that a page of a list says; undefined where it says none. */
export function listTotal(page: unknown): ListTotal | undefined {
  const total = isObject(page) ? page.total : undefined;
  if (!isObject(total) || typeof total.value !== 'number') return undefined;
  return { value: total.value, relation: total.relation === 'gte' ? 'gte' : 'eq' };
}

/** `1,048 products`, `10,000+ orders`. */
export function totalText({ value, relation }: ListTotal, title: string): string {
  const noun = title.toLowerCase();
  return `${value.toLocaleString()}${relation === 'gte' ? '+' : ''} ${value === 1 ? noun.replace(/s$/, '') : noun}`;
}
