import type { Hit } from '../../generated/search/types.ts';
import { foldText } from '../../look/fold-text.ts';
import { NO_UNIT_PRICE, unitPriceOf } from '../../look/unit-price.ts';
import {
  attributeWords,
  type IndexedAttribute,
  indexedAttributes,
  type PublishedAttribute,
} from './indexed-attributes.ts';

/** A product as an event or the catalog's export carries it. */
export interface PublishedProduct {
  id: string;
  version: number;
  slug: string;
  title: string;
  description?: string;
  status: 'draft' | 'active' | 'archived';
  brand?: string;
  category: { slug: string; name: string };
  images: NonNullable<Hit['image']>[];
  tags: string[];
  attributes?: PublishedAttribute[];
  variants: {
    sku: string;
    title: string;
    price: Hit['price'];
    size?: string;
    barcode?: string;
    options?: Record<string, string>;
  }[];
  createdAt: string;
}

interface Listed {
  id: string;
  version: number;
  listed: true;
  title: string;
  titleKey: string;
  brand?: string;
  category: { slug: string; name: string };
  otherWords: string[];
  description?: string;
  skus: string[];
  /** Skus and barcodes as `codeOf` reads them. */
  codes: string[];
  price: number;
  /** The place of its unit price among all (look/unit-price.ts). */
  unitPrice: number;
  /** Its words in scripts without blanks between words. */
  unspaced: string;
  inStock: boolean;
  /** What shoppers may filter by. */
  attributes: IndexedAttribute[];
  createdAt: string;
  hit: Hit;
}

/** The tombstone of a product that is not for sale: its version keeps older events from restoring it. */
interface Unlisted {
  id: string;
  version: number;
  listed: false;
  deleted: boolean;
}

/** One product as the index holds it. */
export type ProductDocument = Listed | Unlisted;

export type Stock = ReadonlyMap<string, number>;

const MAX_KEY_LENGTH = 80;

/** A title as it is sorted and compared: lower case, without accents, its first 80 characters. */
export function titleKey(title: string): string {
  return Array.from(foldText(title).replace(/\s+/g, ' ').trim()).slice(0, MAX_KEY_LENGTH).join('');
}

/** A sku or barcode as it is compared: letters and digits only, in lower case. */
export function codeOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

const UNSPACED =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]+/gu;

/**
 * The parts of a text in scripts without blanks between words (Chinese, Japanese, Thai and their like; Korean joins
 * words freely): they are found by any two letters in a row. In Unicode's form NFKC, which joins half-width letters.
 */
export function unspacedParts(text: string): string[] {
  const parts = text.normalize('NFKC').match(UNSPACED) ?? [];
  return parts.filter(part => /\p{L}/u.test(part));
}

/** The values of the options of a variant, or its own title where it differs from the product's. */
function variantLabel(
  { title, options = {} }: PublishedProduct['variants'][number],
  productTitle: string,
): string | undefined {
  const values = Object.values(options).filter(value => value !== '');
  if (values.length > 0) return values.join(', ');
  return title === productTitle ? undefined : title;
}

/** The document of a product, nothing of it in stock yet. */
export function documentOf(product: PublishedProduct): ProductDocument {
  const { id, version, slug, title, description, brand, category, createdAt, variants } = product;
  const [cheapest] = variants.toSorted((a, b) => a.price.amount - b.price.amount);
  if (product.status !== 'active' || !cheapest) return { id, version, listed: false, deleted: false };
  const [image] = product.images;
  const hit: Hit = {
    id,
    slug,
    title,
    ...(brand !== undefined && { brand }),
    category: { slug: category.slug, name: category.name },
    price: cheapest.price,
    ...(cheapest.size !== undefined && { size: cheapest.size }),
    ...(image && { image }),
    inStock: false,
    variants: variants.map(variant => {
      const label = variantLabel(variant, title);
      const { sku, price, size } = variant;
      return {
        sku,
        ...(label !== undefined && { title: label }),
        ...(size !== undefined && { size }),
        price,
        available: 0,
      };
    }),
  };
  const { attributes = [] } = product;
  const variantWords = variants.flatMap(variant => [
    variant.title,
    variant.size ?? '',
    ...Object.values(variant.options ?? {}),
  ]);
  const otherWords = [...variantWords, ...product.tags, ...attributeWords(attributes)];
  return {
    id,
    version,
    listed: true,
    title,
    titleKey: titleKey(title),
    ...(brand !== undefined && { brand }),
    category: hit.category,
    otherWords: [...new Set(otherWords)].filter(word => word !== '' && word !== title),
    ...(description !== undefined && { description }),
    skus: variants.map(({ sku }) => sku),
    codes: [...new Set(variants.flatMap(({ sku, barcode = '' }) => [codeOf(sku), codeOf(barcode)]))].filter(Boolean),
    price: cheapest.price.amount,
    unitPrice: unitPriceOf(cheapest.price, cheapest.size)?.order ?? NO_UNIT_PRICE,
    unspaced: unspacedParts([title, brand ?? '', category.name, ...otherWords].join('\n')).join('\n'),
    inStock: false,
    attributes: indexedAttributes(attributes),
    createdAt,
    hit,
  };
}

/** The document that stays in place of a deleted product. */
export function tombstone(id: string, version: number): ProductDocument {
  return { id, version, listed: false, deleted: true };
}

/**
 * Of two states of a product the one with the higher version: events arrive late, repeatedly and out of order. Of equal
 * versions the stored one.
 */
export function latest(
  known: ProductDocument | undefined,
  update: ProductDocument | undefined,
): ProductDocument | undefined {
  if (!known || !update) return update ?? known;
  return update.version > known.version ? update : known;
}

/** The document joined with the stock of its variants; an unknown sku has none. */
export function withStock(document: ProductDocument, stock: Stock): ProductDocument {
  if (!document.listed) return document;
  const variants = document.hit.variants.map(variant => ({ ...variant, available: stock.get(variant.sku) ?? 0 }));
  const inStock = variants.some(({ available }) => available > 0);
  return { ...document, inStock, hit: { ...document.hit, variants, inStock } };
}

/** From this many units on shoppers see a product as before: nobody takes so many of a result of a search. */
const PLENTY = 100;

/**
 * Whether a shopper would see a difference; `available` above PLENTY may stay as it was until something else changes.
 */
export function differsForShoppers(before: ProductDocument, after: ProductDocument): boolean {
  return JSON.stringify(asSeen(before)) !== JSON.stringify(asSeen(after));
}

function asSeen(document: ProductDocument): ProductDocument {
  if (!document.listed) return document;
  const { hit } = document;
  const variants = hit.variants.map(variant => ({ ...variant, available: Math.min(variant.available, PLENTY) }));
  return { ...document, hit: { ...hit, variants } };
}

export function skusOf(document: ProductDocument | undefined): readonly string[] {
  return document?.listed ? document.skus : [];
}
