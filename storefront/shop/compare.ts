import { unitPriceOf } from '../../look/unit-price.ts';
import { attributeText, formatMoney, formatUnitPrice } from '../messages/format.ts';
import { messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';
import type { Product } from './catalog.ts';

/** The most products side by side. */
export const MAX_COMPARED = 4;

/** The slugs of a list in a query or a cookie: each once, as many as fit side by side. */
export function comparedSlugs(given: string | readonly string[] | undefined): string[] {
  const slugs = [given ?? []].flat().filter(slug => /^[a-z0-9-]{1,200}$/.test(slug));
  return [...new Set(slugs)].slice(0, MAX_COMPARED);
}

/** The page that compares these products. */
export function compareUrl(slugs: readonly string[]): string {
  const query = new URLSearchParams(slugs.map(slug => ['product', slug]));
  return slugs.length === 0 ? '/compare' : `/compare?${query}`;
}

/** A property of the products, in their order; '' where one does not have it. */
export interface ComparedRow {
  name: string;
  values: readonly string[];
  /** Whether it tells them apart. */
  differs: boolean;
}

/** What products are compared by: prices, stock, brand, size, options, attributes. Rows that all lack are left out. */
export function compareRows(
  products: readonly Product[],
  stock: ReadonlyMap<string, number> | undefined,
): ComparedRow[] {
  const words = messages().compare;
  const options = [...new Set(products.flatMap(product => product.options.map(({ name }) => name)))];
  const attributes = new Map(
    products.flatMap(product => (product.attributes ?? []).map(({ key, name }) => [key, name])),
  );
  const rows: readonly { name: string; of(product: Product): string }[] = [
    { name: words.price, of: priceText },
    { name: words.unitPrice, of: unitPriceText },
    { name: words.stock, of: product => stockText(product, stock) },
    { name: words.brand, of: ({ brand = '' }) => brand },
    { name: words.size, of: ({ variants }) => listed(variants.map(({ size = '' }) => size)) },
    ...options.map(name => ({
      name,
      of: (product: Product) => listed(product.options.find(option => option.name === name)?.values ?? []),
    })),
    ...[...attributes].map(([key, name]) => ({
      name,
      of: (product: Product) => {
        const own = product.attributes?.find(attribute => attribute.key === key);
        return own ? attributeText(own) : '';
      },
    })),
    { name: words.category, of: ({ category }) => category.name },
  ];
  return rows
    .map(({ name, of }) => {
      const values = products.map(of);
      return { name, values, differs: new Set(values).size > 1 };
    })
    .filter(({ values }) => values.some(value => value !== ''));
}

const listed = (values: readonly string[]): string => [...new Set(values)].filter(Boolean).join(', ');

function priceText({ variants }: Product): string {
  const sorted = variants.map(({ price }) => price).toSorted((one, other) => one.amount - other.amount);
  const low = sorted[0];
  const high = sorted.at(-1);
  if (!low || !high) return '';
  if (low.amount === high.amount) return formatMoney(low);
  return fill(messages().list.filter.range, { from: formatMoney(low), to: formatMoney(high) });
}

function unitPriceText({ variants }: Product): string {
  const [lowest] = variants
    .flatMap(({ price, size }) => unitPriceOf(price, size) ?? [])
    .toSorted((one, other) => one.order - other.order);
  return lowest ? formatUnitPrice(lowest) : '';
}

function stockText({ variants }: Product, stock: ReadonlyMap<string, number> | undefined): string {
  if (!stock) return '';
  const words = messages().compare;
  return variants.some(({ sku }) => (stock.get(sku) ?? 0) > 0) ? words.inStock : words.soldOut;
}
