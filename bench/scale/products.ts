import type { Collection } from 'mongodb';
import { createCategory } from '../../services/catalog/category.ts';
import { type ProductDocument, toDocument } from '../../services/catalog/document.ts';
import { createProduct } from '../../services/catalog/product.ts';
import type { CategoryDocument } from '../../services/catalog/store-categories.ts';
import { newId } from '../../services/platform/ids.ts';
import { attributesOf } from './attributes.ts';

/** Categories that the products are in, the same number in each. */
const CATEGORIES = 200;

const PART = 2_000;
const kinds = ['Tea', 'Coffee', 'Bread', 'Cheese', 'Apple', 'Soap', 'Lamp', 'Chair', 'Zinc', 'Candle'];
const sizes = ['small', 'medium', 'large', 'giant'];

/** The category of a product, as it has it. */
function categoryOf(index: number) {
  const at = index % CATEGORIES;
  return { id: `c-${at}`, slug: `category-${at}`, name: `Category ${at}` };
}

/** The categories of all products, as catalog keeps them. */
export function categoryRecords(): CategoryDocument[] {
  return Array.from({ length: CATEGORIES }, (_, at) => {
    const { id, slug, name } = categoryOf(at);
    const { id: _id, ...record } = createCategory({ name }, id, slug, new Date(Date.UTC(2026, 0, 1)));
    return { _id, ...record };
  });
}

/** A sku of a product, with its size where there are several. */
interface Sku {
  sku: string;
  size?: string;
}

/**
 * The title of one of `count` products. Words of all (`common`), of 1 in 10 (`cheese`), of 20 in 100,000 (`quixotic`),
 * of the first 3 and the last 7 in 10 (`classic`, `modern`).
 */
export function titleOf(index: number, count: number): string {
  const kind = kinds[index % kinds.length] ?? 'Tea';
  const size = sizes[Math.floor(index / 7) % sizes.length] ?? 'small';
  const age = index < count * 0.3 ? 'classic' : 'modern';
  const rare = index % 5_000 === 17 ? ' Quixotic' : '';
  return `${kind} ${size} common ${age} word${index % 97} batch${Math.floor(index / 40)}${rare}`;
}

function documentOf(index: number, count: number, skus: readonly Sku[]): ProductDocument {
  const category = categoryOf(index);
  const product = createProduct(
    {
      title: titleOf(index, count),
      description: 'A description of a usual length, as people write them for a shop. '.repeat(6),
      category: category.name,
      status: index % 50 === 0 ? 'archived' : index % 10 === 0 ? 'draft' : 'active',
      brand: `Brand ${index % 300}`,
      variants: skus.map(({ sku, size }) => ({
        sku,
        price: { amount: 100 + (index % 100_000), currency: 'USD' },
        ...(size !== undefined && { options: { Size: size } }),
      })),
    },
    { images: [], category, attributes: attributesOf(index, count) },
    newId(),
    `product-${index}`,
    new Date(Date.UTC(2026, 0, 1) + index * 1_000),
  );
  return { ...toDocument(product), stock: 'plenty' };
}

/** Writes `count` products into the collection of catalog, the same ones each time but for their ids. */
export async function insertProducts(
  products: Collection<ProductDocument>,
  count: number,
  skusOf: (index: number) => readonly Sku[],
): Promise<void> {
  const all = Array.from({ length: Math.ceil(count / PART) }, (_, at) => at * PART);
  for (const from of all) {
    const to = Math.min(from + PART, count);
    const part = Array.from({ length: to - from }, (_, at) => documentOf(from + at, count, skusOf(from + at)));
    await products.insertMany(part, { ordered: false });
  }
}
