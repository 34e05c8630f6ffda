import type { Image } from '../../../generated/catalog/types.ts';
import type { AttributeRecord } from '../attribute.ts';
import { categoryKey, type ProductCategory, pendingCategory } from '../category.ts';
import { imageOf, type MediaRecord, mediaIdOf } from '../media/pictures.ts';
import { faultsOf, type ProductRecord, revise, type VariantRecord, withoutLostPictures } from '../product.ts';
import { freeSlug, slugify } from '../slug.ts';
import { formerHandleOf } from './handles.ts';
import { planAttributes } from './plan-attributes.ts';
import type { ImportRow, RowFault } from './rows.ts';

/** The rows of one product, as they stand together in the file. */
export interface Group {
  handle: string;
  rows: ImportRow[];
  /** Whether one of its rows was refused: then nothing that the file lacks is taken away. */
  partial: boolean;
}

/** What is known already about the products of a chunk. */
export interface Known {
  byHandle: ReadonlyMap<string, ProductRecord>;
  /** The product that has a sku now. */
  bySku: ReadonlyMap<string, ProductRecord>;
  media: ReadonlyMap<string, MediaRecord>;
  /** Of pictures from elsewhere, by address, the hash of the copy that is here. */
  remote: ReadonlyMap<string, string>;
  takenSlugs: ReadonlySet<string>;
  /** The categories that exist, by `categoryKey` of their names. */
  categories: ReadonlyMap<string, ProductCategory>;
  /** All attributes, by `attributeNameKey` of their names. */
  attributes: ReadonlyMap<string, AttributeRecord>;
}

export type Outcome =
  | { kind: 'created'; after: ProductRecord }
  | { kind: 'updated'; before: ProductRecord; after: ProductRecord }
  | { kind: 'unchanged' }
  | { kind: 'refused'; faults: RowFault[] };

/** A file's cell over the previous value: an absent column keeps it, an empty cell clears it. */
function mergeCell<T>(cell: T | null | undefined, before: T | undefined): T | undefined {
  return cell === undefined ? before : (cell ?? undefined);
}

/** The first value in the rows of a product; null if there are only empty cells, undefined without any cell. */
function first<T>(rows: readonly ImportRow[], read: (row: ImportRow) => T | null | undefined): T | null | undefined {
  const given = rows.map(read).filter(value => value !== undefined);
  return given.find(value => value !== null) ?? (given.length > 0 ? null : undefined);
}

function optional<K extends string, T>(name: K, value: T | undefined): { [key in K]?: T } {
  return (value === undefined ? {} : { [name]: value }) as { [key in K]?: T };
}

/** The URL of the product's picture that a row names for its variant; undefined if the product does not have it. */
function variantPicture({ variantImage }: ImportRow, known: Known, images: readonly Image[]): string | undefined {
  const mediaId = variantImage ? (mediaIdOf(variantImage) ?? known.remote.get(variantImage)) : undefined;
  return mediaId && images.find(({ url }) => mediaIdOf(url) === mediaId)?.url;
}

function variantOf(
  row: ImportRow,
  before: VariantRecord | undefined,
  known: Known,
  images: readonly Image[],
): VariantRecord | undefined {
  const { sku, price, currency } = row;
  if (sku === undefined || price === undefined || currency === undefined) return undefined;
  const compareAt =
    row.compareAtPrice === undefined
      ? before?.compareAtPrice
      : row.compareAtPrice === null
        ? undefined
        : { amount: row.compareAtPrice, currency };
  return {
    sku,
    ...optional('title', mergeCell(row.text.variantTitle, before?.title)),
    price: { amount: price, currency },
    ...optional('compareAtPrice', compareAt),
    options: inOldOrder(row.options, before),
    ...optional('size', mergeCell(row.text.size, before?.size)),
    ...optional('barcode', mergeCell(row.text.barcode, before?.barcode)),
    ...optional('weightGrams', mergeCell(row.weightGrams, before?.weightGrams)),
    ...optional('imageUrl', row.variantImage === undefined ? before?.imageUrl : variantPicture(row, known, images)),
  };
}

function variantsOf(group: Group, before: ProductRecord | undefined, known: Known, images: Image[]): VariantRecord[] {
  const old = new Map(before?.variants.map(variant => [variant.sku, variant]));
  const given = group.rows.flatMap(row => variantOf(row, old.get(row.sku ?? ''), known, images) ?? []);
  if (!group.partial) return withoutLostPictures(given, images);
  const named = new Set(given.map(variant => variant.sku));
  const others = before?.variants.filter(variant => !named.has(variant.sku)) ?? [];
  return withoutLostPictures([...given, ...others], images);
}

/**
 * The alternative text of a picture: that of the row, else the previous one, else the title. An empty cell clears the
 * text of a known picture.
 */
function altOf(row: ImportRow, before: Image | undefined, title: string): string {
  const { imageAlt } = row.text;
  if (imageAlt === undefined) return before?.alt ?? title;
  return imageAlt ?? (before ? '' : title);
}

/**
 * The pictures that rows name, in the order of their positions. If one of them could not be downloaded, the previous
 * pictures stay.
 */
function imagesOf(group: Group, known: Known, before: readonly Image[], title: string): Image[] {
  const rows = group.rows.toSorted((a, b) => (a.imagePosition ?? 0) - (b.imagePosition ?? 0) || a.index - b.index);
  if (rows.every(row => row.mediaId === undefined && row.imageUrl === undefined)) return [...before];
  const old = new Map(before.map(image => [mediaIdOf(image.url), image]));
  const images = new Map<string, Image>();
  for (const row of rows) {
    const mediaId = row.imageUrl === undefined ? row.mediaId : known.remote.get(row.imageUrl);
    const media = mediaId ? known.media.get(mediaId) : undefined;
    if (!media || images.has(media.id)) continue;
    const was = old.get(media.id);
    const tint = row.text.imageTint === undefined ? was?.tint : (row.text.imageTint ?? undefined);
    images.set(media.id, imageOf(media, altOf(row, was, title), tint));
  }
  const missing = rows.some(row => row.imageUrl !== undefined && !known.remote.has(row.imageUrl));
  const kept = missing ? before.filter(image => !images.has(mediaIdOf(image.url) ?? '')) : [];
  return [...kept, ...images.values()];
}

/** The options of a product: as they were where they still say what its variants are, else those of the variants. */
function productOptions(
  variants: readonly VariantRecord[],
  before: ProductRecord | undefined,
): ProductRecord['options'] {
  const options = optionsOf(variants);
  const fits = options.every(({ name, values }) => {
    const old = before?.options.find(option => option.name === name);
    return old !== undefined && values.every(value => old.values.includes(value));
  });
  return before && fits && before.options.length === options.length ? before.options : options;
}

/** A variant's options in the order in which it had them. */
function inOldOrder(options: VariantRecord['options'], before: VariantRecord | undefined): VariantRecord['options'] {
  const same =
    before?.options.length === options.length &&
    before.options.every(old => options.some(({ name, value }) => name === old.name && value === old.value));
  return same && before ? before.options : options;
}

function optionsOf(variants: readonly VariantRecord[]): ProductRecord['options'] {
  const values = Map.groupBy(
    variants.flatMap(variant => variant.options),
    option => option.name,
  );
  return [...values].map(([name, list]) => ({ name, values: [...new Set(list.map(option => option.value))] }));
}

/** What stands against a group before anything is made of it: pictures that are not there, skus of other products. */
function conflicts(group: Group, before: ProductRecord | undefined, known: Known): RowFault[] {
  return group.rows.flatMap(({ line, mediaId, sku }) => {
    const faults: RowFault[] = [];
    if (mediaId && !known.media.has(mediaId))
      faults.push({ line, column: 'image', message: 'is a picture that was never uploaded' });
    const owner = sku === undefined ? undefined : known.bySku.get(sku);
    if (owner && owner.id !== before?.id)
      faults.push({ line, column: 'sku', message: `belongs to the product ${owner.slug}` });
    return faults;
  });
}

/**
 * The products of a chunk by the handles of its groups. A product of an earlier version, which stored handles in ASCII,
 * is found by its former handle where all of the group's known skus are its own; one group takes it, and its handle
 * becomes what the file says.
 */
export function productsOfGroups(
  groups: readonly Group[],
  found: readonly ProductRecord[],
  bySku: ReadonlyMap<string, ProductRecord>,
): Map<string, ProductRecord> {
  const byHandle = new Map(found.map(product => [product.handle, product]));
  const handles = new Set(groups.map(({ handle }) => handle));
  for (const { handle, rows } of groups) {
    if (byHandle.has(handle)) continue;
    const owners = new Set(rows.flatMap(({ sku }) => bySku.get(sku ?? '') ?? []));
    const [owner] = owners;
    if (!owner || owners.size > 1 || owner.handle !== formerHandleOf(handle) || handles.has(owner.handle)) continue;
    if (byHandle.delete(owner.handle)) byHandle.set(handle, owner);
  }
  return byHandle;
}

/** The slug of a new product: of its handle, else of its first sku. */
export function slugOf({ handle, rows }: Group): string {
  return slugify(handle, slugify(rows[0]?.sku ?? ''));
}

/** Gives rows whose made sku belongs to another product the distinct one. */
export function resolveMadeSkus(
  group: Group,
  before: ProductRecord | undefined,
  bySku: ReadonlyMap<string, ProductRecord>,
): void {
  for (const row of group.rows) {
    const owner = row.sku === undefined ? undefined : bySku.get(row.sku);
    if (owner && owner.id !== before?.id && row.distinctSku !== undefined) row.sku = row.distinctSku;
  }
}

/**
 * Decides what one product's rows do. New products are dated so that the first row of a file is the newest product: a
 * file's order is the order of lists. The same rows again change nothing.
 */
export function plan(group: Group, known: Known, newId: () => string, base: Date, now: Date): Outcome {
  const before = known.byHandle.get(group.handle);
  const [row] = group.rows;
  if (!row) return { kind: 'refused', faults: [] };
  const { line } = row;
  const title =
    mergeCell(
      first(group.rows, item => item.text.title),
      before?.title,
    ) ?? before?.title;
  const category =
    mergeCell(
      first(group.rows, item => item.text.category),
      before?.category.name,
    ) ??
    before?.category.name ??
    row.defaultCategory;
  const described = planAttributes(group.rows, before?.attributes ?? [], known.attributes);
  const faults = [...conflicts(group, before, known), ...described.faults];
  if (title === undefined) faults.push({ line, column: 'title', message: 'is missing' });
  if (category === undefined) faults.push({ line, column: 'category', message: 'is missing' });
  const images = imagesOf(group, known, before?.images ?? [], title ?? '');
  const variants = variantsOf(group, before, known, images);
  if (variants.length === 0) faults.push({ line, column: 'sku', message: 'is missing: a product needs a variant' });
  if (variants.length > 200) faults.push({ line, message: 'is one of more than 200 variants' });
  const options = productOptions(variants, before);
  for (const { path, message } of faultsOf({ title: title ?? 'missing', images, options, variants })) {
    const at = group.rows.filter(item => item.sku !== undefined)[Number(path.split('/')[2])] ?? row;
    faults.push({ line: at.line, column: path.split('/')[3] ?? 'options', message });
  }
  if (faults.length > 0 || title === undefined || category === undefined) return { kind: 'refused', faults };

  const content = {
    title,
    category: known.categories.get(categoryKey(category)) ?? pendingCategory(category),
    ...optional(
      'description',
      mergeCell(
        first(group.rows, item => item.text.description),
        before?.description,
      ),
    ),
    ...optional(
      'brand',
      mergeCell(
        first(group.rows, item => item.text.brand),
        before?.brand,
      ),
    ),
    status: first(group.rows, item => item.status) ?? before?.status ?? 'active',
    images,
    options,
    variants,
    tags: group.rows.some(item => item.tags)
      ? [...new Set(group.rows.flatMap(item => item.tags ?? []))]
      : (before?.tags ?? []),
    ...(described.attributes.length > 0 && { attributes: described.attributes }),
    seo: {
      ...optional(
        'title',
        mergeCell(
          first(group.rows, item => item.text.seoTitle),
          before?.seo.title,
        ),
      ),
      ...optional(
        'description',
        mergeCell(
          first(group.rows, item => item.text.seoDescription),
          before?.seo.description,
        ),
      ),
    },
  };
  if (before) {
    const { id, slug, previousSlugs, version, createdAt, updatedAt } = before;
    const kept = { id, handle: group.handle, slug, ...optional('previousSlugs', previousSlugs) };
    const after = revise(before, { ...content, ...kept, version, createdAt, updatedAt }, now);
    return after ? { kind: 'updated', before, after } : { kind: 'unchanged' };
  }
  const createdAt = row.createdAt ?? new Date(base.getTime() - row.index);
  const slug = freeSlug(slugOf(group), known.takenSlugs);
  return {
    kind: 'created',
    after: { id: newId(), handle: group.handle, slug, ...content, version: 1, createdAt, updatedAt: now },
  };
}
