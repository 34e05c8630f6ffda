import { isDeepStrictEqual } from 'node:util';
import { withoutUnstorable } from '../../contracts/codegen/runtime/text.ts';
import type { ProductDeleted, ProductUpdated } from '../../generated/catalog/events.ts';
import type {
  Image,
  Product,
  ProductChange,
  ProductDraft,
  ProductOption,
  ProductStatus,
  SellableVariant,
  Seo,
  Variant,
  VariantDescription,
  VariantDraft,
} from '../../generated/catalog/types.ts';
import type { ProductCategory } from './category.ts';
import type { Fault } from './fault.ts';
import { type StoredAttribute, toProductAttributes, withAttributes } from './product-attributes.ts';

/** A variant as it is stored. Option names are data, so they are values here and never names of fields. */
export interface VariantRecord extends Omit<VariantDraft, 'options'> {
  options: { name: string; value: string }[];
}

/**
 * A product as it is stored. Imports identify it by its `handle`, as files write it; the handle of a product that was
 * not imported is its first slug. `previousSlugs` lead to the current slug.
 */
export interface ProductRecord {
  id: string;
  handle: string;
  slug: string;
  previousSlugs?: string[];
  title: string;
  description?: string;
  status: ProductStatus;
  brand?: string;
  category: ProductCategory;
  images: Image[];
  options: ProductOption[];
  variants: VariantRecord[];
  tags: string[];
  /** By position and name; absent where it has none. */
  attributes?: StoredAttribute[];
  seo: Seo;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** Whether ISO 4217 lists this currency. */
export function isCurrency(code: string): boolean {
  return currencies.has(code);
}

/** The options that variants use, in order of first use. */
function optionsOf(variants: readonly VariantRecord[]): ProductOption[] {
  const values = new Map<string, Set<string>>();
  for (const { name, value } of variants.flatMap(variant => variant.options))
    values.set(name, (values.get(name) ?? new Set()).add(value));
  return [...values].map(([name, set]) => ({ name, values: [...set] }));
}

/** The faults of a product from any source, each with its path in the draft. */
export function faultsOf(product: Pick<ProductRecord, 'title' | 'images' | 'options' | 'variants'>): Fault[] {
  const faults: Fault[] = [];
  if (product.title === '') faults.push({ path: '/title', message: 'is empty' });
  const skus = new Set<string>();
  const combinations = new Set<string>();
  const names = product.options.map(option => option.name);
  if (new Set(names).size < names.length) faults.push({ path: '/options', message: 'names the same option twice' });
  for (const [index, variant] of product.variants.entries()) {
    const path = `/variants/${index}`;
    if (skus.has(variant.sku)) faults.push({ path: `${path}/sku`, message: `is used twice: ${variant.sku}` });
    skus.add(variant.sku);
    if (!isCurrency(variant.price.currency))
      faults.push({ path: `${path}/price/currency`, message: `is no currency: ${variant.price.currency}` });
    if (variant.price.currency !== product.variants[0]?.price.currency)
      faults.push({ path: `${path}/price/currency`, message: 'differs from the first variant' });
    if (variant.compareAtPrice && variant.compareAtPrice.currency !== variant.price.currency) {
      faults.push({ path: `${path}/compareAtPrice/currency`, message: 'differs from the price' });
    }
    faults.push(...optionFaults(product.options, variant, path));
    if (variant.imageUrl !== undefined && !pictureOf(product, variant))
      faults.push({ path: `${path}/imageUrl`, message: 'is no picture of this product' });
    const combination = JSON.stringify(names.map(name => variant.options.find(option => option.name === name)?.value));
    if (combinations.has(combination))
      faults.push({ path: `${path}/options`, message: 'are those of another variant' });
    combinations.add(combination);
  }
  return faults;
}

/** The picture of a product that was chosen for a variant. */
function pictureOf({ images }: Pick<ProductRecord, 'images'>, { imageUrl }: VariantRecord): Image | undefined {
  return images.find(({ url }) => url === imageUrl);
}

/** The variants without the pictures that the product no longer has. */
export function withoutLostPictures(variants: readonly VariantRecord[], images: Image[]): VariantRecord[] {
  return variants.map(variant => {
    const { imageUrl, ...rest } = variant;
    return imageUrl === undefined || pictureOf({ images }, variant) ? variant : rest;
  });
}

function optionFaults(options: readonly ProductOption[], variant: VariantRecord, path: string): Fault[] {
  const faults: Fault[] = [];
  for (const { name, value } of variant.options) {
    const option = options.find(known => known.name === name);
    if (name === '' || value === '') faults.push({ path: `${path}/options`, message: 'need a name and a value' });
    else if (!option) faults.push({ path: `${path}/options`, message: `"${name}" is no option of this product` });
    else if (!option.values.includes(value))
      faults.push({ path: `${path}/options`, message: `"${value}" is no value of ${name}` });
  }
  for (const { name } of options) {
    if (!variant.options.some(option => option.name === name))
      faults.push({ path: `${path}/options`, message: `has no value for ${name}` });
  }
  return faults;
}

function toVariantRecord({ options, ...variant }: VariantDraft): VariantRecord {
  return { ...withoutBlank(variant), options: Object.entries(options ?? {}).map(([name, value]) => ({ name, value })) };
}

/** A copy without the members that are empty text: a change clears a field by empty text. */
function withoutBlank<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== '')) as T;
}

/** A draft or change as it is stored: texts are trimmed, and have no characters that some files cannot store. */
export function cleanTexts<T>(value: T): T {
  if (typeof value === 'string') return withoutUnstorable(value).trim() as T;
  if (Array.isArray(value)) return value.map(cleanTexts) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.trim(), cleanTexts(item)])) as T;
}

const uniqueTags = (tags: readonly string[]): string[] => [...new Set(tags.filter(Boolean))];

/** What a draft or change refers to, as it is stored. */
export interface Resolved {
  images: Image[];
  category: ProductCategory;
  attributes?: StoredAttribute[];
}

/** A new product; a draft that names no options gets those of its variants. */
export function createProduct(
  draft: ProductDraft,
  { images, category, attributes = [] }: Resolved,
  id: string,
  slug: string,
  now: Date,
): ProductRecord {
  const variants = draft.variants.map(toVariantRecord);
  return {
    ...withoutBlank({
      ...(draft.description && { description: draft.description }),
      ...(draft.brand && { brand: draft.brand }),
    }),
    id,
    handle: slug,
    slug,
    title: draft.title,
    status: draft.status ?? 'draft',
    category,
    images,
    options: draft.options ?? optionsOf(variants),
    variants,
    tags: uniqueTags(draft.tags ?? []),
    ...(attributes.length > 0 && { attributes }),
    seo: withoutBlank(draft.seo ?? {}),
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
}

/**
 * The product after a change, still with its old version: `revise` raises it. Empty text clears a field. Variants lose
 * a picture that the product loses.
 */
export function changeProduct(
  product: ProductRecord,
  change: ProductChange,
  { images, category, attributes }: Partial<Resolved>,
): ProductRecord {
  const {
    version: _,
    category: _name,
    attributes: _values,
    images: _given,
    variants,
    options,
    seo,
    tags,
    ...fields
  } = change;
  const changed = variants?.map(toVariantRecord);
  const after = {
    ...product,
    ...fields,
    ...(category && { category }),
    ...(images && { images, variants: withoutLostPictures(product.variants, images) }),
    ...(changed && { variants: changed, options: optionsOf(changed) }),
    ...(options && { options }),
    ...(seo && { seo: withoutBlank(seo) }),
    ...(tags && { tags: uniqueTags(tags) }),
  };
  // A title cannot be cleared: an empty one is a fault.
  const next = { ...withoutBlank(after), title: after.title };
  return attributes ? withAttributes(next, attributes) : next;
}

/** The previous slugs of a product that gets the slug `next`, the newest last. */
function slugsLeft({ slug, previousSlugs = [] }: ProductRecord, next: string): string[] {
  return [...previousSlugs.filter(old => old !== slug), slug].filter(old => old !== next);
}

/** `after` as the next version of `before`; undefined if nothing differs. */
export function revise(before: ProductRecord, after: ProductRecord, now: Date): ProductRecord | undefined {
  if (isDeepStrictEqual(before, after)) return undefined;
  const moved = before.slug === after.slug ? {} : { previousSlugs: slugsLeft(before, after.slug) };
  return { ...after, ...moved, version: before.version + 1, updatedAt: now };
}

/** A variant's title: its own, else the values of its options, else the product's. */
function variantTitle(product: Pick<ProductRecord, 'title'>, variant: VariantRecord): string {
  return variant.title ?? (variant.options.map(option => option.value).join(' / ') || product.title);
}

function toVariant(product: ProductRecord, variant: VariantRecord): Variant {
  const { options, ...rest } = variant;
  return {
    ...rest,
    title: variantTitle(product, variant),
    options: Object.fromEntries(options.map(({ name, value }) => [name, value])),
  };
}

/** The product as the contract shows it. */
export function toProduct(product: ProductRecord): Product {
  const { handle: _, previousSlugs: _slugs, category, variants, attributes, createdAt, updatedAt, ...rest } = product;
  const price = lowestPrice(variants);
  return {
    ...rest,
    category: { slug: category.slug, name: category.name },
    variants: variants.map(variant => toVariant(product, variant)),
    ...(attributes && { attributes: toProductAttributes(attributes) }),
    ...(price && { price }),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** The variants of a product with these skus, as cart and checkout see them. */
export function toSellable(
  product: Pick<ProductRecord, 'id' | 'slug' | 'title' | 'images' | 'variants' | 'version'>,
): SellableVariant[] {
  return product.variants.map(variant => {
    const image = pictureOf(product, variant) ?? product.images[0];
    const title = variantTitle(product, variant);
    return {
      sku: variant.sku,
      productId: product.id,
      slug: product.slug,
      title: title === product.title ? title : `${product.title} – ${title}`,
      price: variant.price,
      ...(image && { image }),
      ...(variant.weightGrams !== undefined && { weightGrams: variant.weightGrams }),
      productVersion: product.version,
    };
  });
}

/** A description of each variant of a product, for the lists of stock. */
export function toDescriptions(
  product: Pick<ProductRecord, 'id' | 'slug' | 'title' | 'status' | 'images' | 'variants'>,
): VariantDescription[] {
  const { id: productId, slug, title, status } = product;
  return product.variants.map(variant => {
    const image = pictureOf(product, variant) ?? product.images[0];
    const name = variantTitle(product, variant);
    return {
      sku: variant.sku,
      productId,
      slug,
      title,
      ...(name !== title && { variant: name }),
      status,
      ...(image && { image }),
    };
  });
}

/** The event of a new or changed product. */
export function productUpdated(after: ProductRecord, before?: ProductRecord): ProductUpdated {
  const { options: _, seo: _seo, price: _price, variants, ...product } = toProduct(after);
  const skus = new Set(after.variants.map(variant => variant.sku));
  const removed = before?.variants.map(variant => variant.sku).filter(sku => !skus.has(sku)) ?? [];
  return {
    ...product,
    ...(before && before.slug !== after.slug && { previousSlug: before.slug }),
    variants: variants.map(({ sku, title, price, size, barcode, options }) => ({
      sku,
      title,
      price,
      ...(size !== undefined && { size }),
      ...(barcode !== undefined && { barcode }),
      options,
    })),
    ...(removed.length > 0 && { removedSkus: removed }),
  };
}

/** The event of a deleted product. */
export function productDeleted(product: ProductRecord): ProductDeleted {
  return {
    id: product.id,
    slug: product.slug,
    skus: product.variants.map(variant => variant.sku),
    version: product.version + 1,
  };
}

/** The lowest price of a product's variants. */
function lowestPrice(variants: readonly VariantRecord[]): VariantRecord['price'] | undefined {
  return variants
    .map(variant => variant.price)
    .reduce<VariantRecord['price'] | undefined>(
      (low, next) => (low && low.amount <= next.amount ? low : next),
      undefined,
    );
}
