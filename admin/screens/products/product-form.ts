import type {
  Image,
  Product,
  ProductChange,
  ProductDraft,
  ProductStatus,
  VariantDraft,
} from '../../../generated/catalog/types.ts';
import { attributeDrafts, type FormAttributes, formAttributes } from './attribute-values.ts';
import type { FormOption, FormVariant } from './form-variant.ts';
import { formOptions, productOptions, variantOptions } from './product-options.ts';

/** The values of a product's form. */
export interface ProductForm {
  title: string;
  description: string;
  status: ProductStatus;
  category: string;
  brand: string;
  tags: string[];
  attributes: FormAttributes;
  slug: string;
  images: Image[];
  options: FormOption[];
  variants: FormVariant[];
  seo: { title: string; description: string };
}

function formVariant({
  sku,
  options,
  price,
  compareAtPrice,
  size,
  barcode,
  weightGrams,
  imageUrl,
}: Product['variants'][number]): FormVariant {
  return {
    sku,
    savedSku: sku,
    options: { ...options },
    price,
    compareAtPrice: compareAtPrice ?? null,
    size: size ?? '',
    barcode: barcode ?? '',
    weightGrams: weightGrams ?? null,
    imageUrl: imageUrl ?? '',
    texts: {},
    stock: {},
  };
}

/** A product as its form shows it. */
export function formOf(product: Product): ProductForm {
  const { title, description = '', status, category, brand = '', tags, slug, images, options, variants, seo } = product;
  return {
    title,
    description,
    status,
    category: category.name,
    brand,
    tags,
    attributes: formAttributes(product.attributes),
    slug,
    images,
    options: formOptions(options),
    variants: variants.map(formVariant),
    seo: { title: seo.title ?? '', description: seo.description ?? '' },
  };
}

/** A new product's form. */
export function emptyForm(): ProductForm {
  const variant: FormVariant = {
    sku: '',
    savedSku: null,
    options: {},
    price: null,
    compareAtPrice: null,
    size: '',
    barcode: '',
    weightGrams: null,
    imageUrl: '',
    texts: {},
    stock: {},
  };
  const texts = { title: '', description: '', category: '', brand: '', slug: '' };
  return {
    ...texts,
    status: 'draft',
    tags: [],
    attributes: {},
    images: [],
    options: [],
    variants: [variant],
    seo: { title: '', description: '' },
  };
}

/** @throws Error if the variant has no price, which the form does not let through */
function variantDraft(
  variant: FormVariant,
  { options, images }: Pick<ProductForm, 'options' | 'images'>,
  title: string | undefined,
): VariantDraft {
  const { sku, price, compareAtPrice, size, barcode, weightGrams, imageUrl } = variant;
  if (price === null) throw new Error(`${sku} has no price`);
  return {
    sku: sku.trim(),
    ...(title !== undefined && { title }),
    price,
    ...(compareAtPrice && { compareAtPrice }),
    options: variantOptions(variant, options),
    ...(size && { size }),
    ...(barcode && { barcode }),
    ...(weightGrams !== null && { weightGrams }),
    ...(images.some(({ url }) => url === imageUrl) && { imageUrl }),
  };
}

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

/** A variant's custom title: not the one derived from its options or its product. */
function ownTitle(product: Product | undefined, sku: string): string | undefined {
  const variant = product?.variants.find(known => known.sku === sku);
  if (!product || !variant) return undefined;
  const made = Object.values(variant.options).join(' / ') || product.title;
  return variant.title === made ? undefined : variant.title;
}

/** A form as the catalog's draft. */
export function draftOf(form: ProductForm, product?: Product): ProductDraft {
  const { title, description, status, category, brand, tags, slug, images, options, variants, seo } = form;
  return {
    title,
    description,
    status,
    category,
    brand,
    tags,
    attributes: attributeDrafts(form.attributes),
    images,
    options: productOptions(options),
    seo,
    ...(slug && { slug }),
    variants: variants.map(variant => variantDraft(variant, form, ownTitle(product, variant.savedSku ?? variant.sku))),
  };
}

/**
 * The fields that differ from the loaded product, with its version, so that no other change is lost; undefined where
 * nothing differs.
 */
export function changeOf(form: ProductForm, product: Product): ProductChange | undefined {
  return changeBetween(draftOf(formOf(product), product), draftOf(form, product), product.version);
}

/** The change that restores a previous version; undefined where nothing differs. */
export function changeBack(before: Product, now: Product): ProductChange | undefined {
  return changeBetween(draftOf(formOf(now), now), draftOf(formOf(before), before), now.version);
}

function changeBetween(loaded: ProductDraft, wanted: ProductDraft, version: number): ProductChange | undefined {
  const known = new Map<string, unknown>(Object.entries(loaded));
  const changes = Object.entries(wanted).filter(([name, value]) => !same(value, known.get(name)));
  if (changes.length === 0) return undefined;
  const change: ProductChange = Object.fromEntries(changes);
  // Options and variants are only valid together.
  const together =
    change.options || change.variants ? { options: wanted.options ?? [], variants: wanted.variants } : {};
  return { ...change, ...together, version };
}

/** Skus of the variants that would cost nothing and did not before. */
export function newlyFree(form: ProductForm, product?: Product): string[] {
  const wasFree = (sku: string | null) =>
    product?.variants.some(variant => variant.sku === sku && variant.price.amount === 0) === true;
  return form.variants.filter(({ price, savedSku }) => price?.amount === 0 && !wasFree(savedSku)).map(({ sku }) => sku);
}

/** The same list with one item moved. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length) return [...list];
  const rest = list.filter((_, index) => index !== from);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}
