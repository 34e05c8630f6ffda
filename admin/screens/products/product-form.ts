import type {
  Image,
  Product,
  ProductChange,
  ProductDraft,
  ProductOption,
  ProductStatus,
  VariantDraft,
} from '../../../generated/catalog/types.ts';

/** A variant in the form. `key` stays with it while it is edited; prices are absent while they are no amounts. */
export interface FormVariant {
  sku: string;
  options: Record<string, string>;
  price: { amount: number; currency: string } | null;
  compareAtPrice: { amount: number; currency: string } | null;
  size: string;
  barcode: string;
  weightGrams: number | null;
}

/** The values of a product's form. */
export interface ProductForm {
  title: string;
  description: string;
  status: ProductStatus;
  category: string;
  brand: string;
  tags: string[];
  slug: string;
  images: Image[];
  options: ProductOption[];
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
}: Product['variants'][number]): FormVariant {
  return {
    sku,
    options: { ...options },
    price,
    compareAtPrice: compareAtPrice ?? null,
    size: size ?? '',
    barcode: barcode ?? '',
    weightGrams: weightGrams ?? null,
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
    slug,
    images,
    options,
    variants: variants.map(formVariant),
    seo: { title: seo.title ?? '', description: seo.description ?? '' },
  };
}

/** A new product's form. */
export function emptyForm(currency: string): ProductForm {
  const variant: FormVariant = {
    sku: '',
    options: {},
    compareAtPrice: null,
    size: '',
    barcode: '',
    weightGrams: null,
    price: { amount: 0, currency },
  };
  const texts = { title: '', description: '', category: '', brand: '', slug: '' };
  return {
    ...texts,
    status: 'draft',
    tags: [],
    images: [],
    options: [],
    variants: [variant],
    seo: { title: '', description: '' },
  };
}

function variantDraft(variant: FormVariant, optionNames: readonly string[], title: string | undefined): VariantDraft {
  const { sku, options, price, compareAtPrice, size, barcode, weightGrams } = variant;
  const own = optionNames.flatMap(name => (options[name] ? [[name, options[name]] as const] : []));
  return {
    sku: sku.trim(),
    ...(title !== undefined && { title }),
    price: price ?? { amount: 0, currency: 'USD' },
    ...(compareAtPrice && { compareAtPrice }),
    options: Object.fromEntries(own),
    ...(size && { size }),
    ...(barcode && { barcode }),
    ...(weightGrams !== null && { weightGrams }),
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
  const names = options.map(({ name }) => name);
  return {
    title,
    description,
    status,
    category,
    brand,
    tags,
    images,
    options,
    seo,
    ...(slug && { slug }),
    variants: variants.map(variant => variantDraft(variant, names, ownTitle(product, variant.sku))),
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

/** Every combination of the options' values. Existing variants keep their data, new ones copy the first. */
export function combineVariants(
  options: readonly ProductOption[],
  variants: readonly FormVariant[],
  base: string,
): FormVariant[] {
  const combinations = options.reduce<Record<string, string>[]>(
    (found, { name, values }) => found.flatMap(options => values.map(value => ({ ...options, [name]: value }))),
    [{}],
  );
  const [first] = variants;
  return combinations.map(wanted => {
    const known = variants.find(({ options: own }) => options.every(({ name }) => own[name] === wanted[name]));
    if (known) return { ...known, options: wanted };
    const ending = Object.values(wanted).map(skuPart).filter(Boolean).join('-');
    const stem = skuPart(base) || 'sku';
    return {
      compareAtPrice: null,
      size: '',
      barcode: '',
      weightGrams: first?.weightGrams ?? null,
      price: first?.price ?? null,
      sku: [stem, ending].filter(Boolean).join('-').slice(0, 64),
      options: wanted,
    };
  });
}

/** Text as part of a sku. */
export function skuPart(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** The same list with one item moved. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length) return [...list];
  const rest = list.filter((_, index) => index !== from);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}
