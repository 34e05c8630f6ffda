import type { ClientSession, Collection, Db } from 'mongodb';
import type { Category, Image } from '../../generated/catalog/types.ts';
import { newId } from '../platform/ids.ts';
import { categoryCountIndex } from './access-paths.ts';
import {
  type CategoryCounts,
  type CategoryRecord,
  categoryKey,
  createCategory,
  type ProductCategory,
  toProductCategory,
  toPublicCategory,
} from './category.ts';
import { type ProductDocument, toRecord } from './document.ts';
import { everyStock } from './list-scope.ts';
import type { ProductRecord } from './product.ts';
import { freeSlug, slugify, slugsOf } from './slug.ts';

export type CategoryDocument = Omit<CategoryRecord, 'id'> & { _id: string };

const toCategory = ({ _id, ...rest }: CategoryDocument): CategoryRecord => ({ id: _id, ...rest });
const toDocument = ({ id, ...rest }: CategoryRecord): CategoryDocument => ({ _id: id, ...rest });

interface KeptCounts {
  counts: ReadonlyMap<string, CategoryCounts>;
  /** By `performance.now()`, ms. */
  until: number;
}

/** Shops of so many products count anew each time. */
const COUNTED_ANEW = 100_000;

/** How long counts of so many products are kept, ms: counting takes some 0.5 ms a thousand, at most a tenth of that. */
const keptCountsMs = (products: number): number => (products > COUNTED_ANEW ? products / 100 : 0);

const byPlace = (a: CategoryRecord, b: CategoryRecord): number =>
  a.position - b.position || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** The categories in MongoDB. */
export function categoryStore(db: Db) {
  const categories: Collection<CategoryDocument> = db.collection('categories');
  const products: Collection<ProductDocument> = db.collection('products');

  /** Slugs that categories have or had and that `freeSlug` may make of `base`. */
  async function slugsLike(base: string, session?: ClientSession): Promise<Set<string>> {
    const like = slugsOf(base);
    const found = await categories
      .find(
        { $or: [{ slug: like }, { previousSlugs: like }] },
        { projection: { slug: 1, previousSlugs: 1 }, ...(session && { session }) },
      )
      .toArray();
    return new Set(found.flatMap(({ slug, previousSlugs }) => [slug, ...previousSlugs]));
  }

  async function byKeys(keys: readonly string[], session?: ClientSession): Promise<Map<string, CategoryRecord>> {
    const found = await categories.find({ nameKey: { $in: [...keys] } }, session && { session }).toArray();
    return new Map(found.map(document => [document.nameKey, toCategory(document)]));
  }

  async function countAll(): Promise<KeptCounts> {
    const groups = await products
      .aggregate<{ _id: string } & CategoryCounts>(
        [
          {
            $group: {
              _id: '$category.id',
              products: { $sum: 1 },
              activeProducts: { $sum: { $cond: [{ $eq: ['$status', 'active'] }, 1, 0] } },
            },
          },
        ],
        { hint: categoryCountIndex },
      )
      .toArray();
    const total = groups.reduce((sum, { products: own }) => sum + own, 0);
    return {
      counts: new Map(groups.map(({ _id, ...count }) => [_id, count])),
      until: performance.now() + keptCountsMs(total),
    };
  }

  let kept: Promise<KeptCounts> | undefined;

  /** How many products each category has; with very many products as it was some seconds ago (`keptCountsMs`). */
  async function counts(): Promise<ReadonlyMap<string, CategoryCounts>> {
    const known = await kept?.catch(() => undefined);
    if (known && performance.now() < known.until) return known.counts;
    const next = countAll();
    kept = next;
    return (await next).counts;
  }

  /** The picture of the newest active product of a category. */
  async function newestImage(slug: string): Promise<Image | undefined> {
    const newest = await products.findOne(
      { status: 'active', 'category.slug': slug, ...everyStock },
      { sort: { createdAt: -1, _id: -1 }, projection: { images: { $slice: 1 } } },
    );
    return newest?.images[0];
  }

  /** Every category, by position and name. */
  async function all(): Promise<CategoryRecord[]> {
    return (await categories.find({}, { limit: 10_000 }).toArray()).map(toCategory).sort(byPlace);
  }

  return {
    slugsLike,

    all,

    counts,

    /** How many products one category has. */
    async countsOf(id: string): Promise<CategoryCounts> {
      const [own, active] = await Promise.all([
        products.countDocuments({ 'category.id': id }),
        products.countDocuments({ 'category.id': id, status: 'active' }),
      ]);
      return { products: own, activeProducts: active };
    },

    async byId(id: string): Promise<CategoryRecord | undefined> {
      const found = await categories.findOne({ _id: id });
      return found ? toCategory(found) : undefined;
    },

    /** The categories of these names that exist, by `categoryKey`. */
    async named(names: readonly string[]): Promise<Map<string, ProductCategory>> {
      const found = await byKeys(names.map(categoryKey));
      return new Map([...found].map(([key, category]) => [key, toProductCategory(category)]));
    },

    /** Categories that have active products, as shoppers see them. */
    async listPublic(): Promise<Category[]> {
      const [known, count] = await Promise.all([all(), counts()]);
      const active = (id: string) => count.get(id)?.activeProducts ?? 0;
      return Promise.all(
        known
          .filter(({ id }) => active(id) > 0)
          .map(async category =>
            toPublicCategory(
              category,
              active(category.id),
              category.image ? undefined : await newestImage(category.slug),
            ),
          ),
      );
    },

    /** The category that has a slug now, else one that had it. */
    async bySlug(slug: string): Promise<CategoryRecord | undefined> {
      const now = await categories.findOne({ slug });
      const found = now ?? (await categories.findOne({ previousSlugs: slug }, { sort: { updatedAt: -1 } }));
      return found ? toCategory(found) : undefined;
    },

    /** The category as shoppers see it. */
    async getPublic(category: CategoryRecord): Promise<Category> {
      const { slug } = category;
      const active = await products.countDocuments({ status: 'active', 'category.slug': slug });
      return toPublicCategory(category, active, category.image ? undefined : await newestImage(slug));
    },

    /**
     * The products with the categories that they name, in the transaction of `session`; categories that do not exist
     * are created and returned as `created`. `inTransaction` throws DuplicateKey where another transaction created one
     * of them.
     */
    async assign<T extends ProductRecord>(
      session: ClientSession,
      given: readonly T[],
    ): Promise<{ products: T[]; created: CategoryRecord[] }> {
      const pending = given.filter(({ category }) => category.id === '').map(({ category }) => category.name);
      const names = new Map(pending.map(name => [categoryKey(name), name]));
      const known = names.size === 0 ? new Map<string, CategoryRecord>() : await byKeys([...names.keys()], session);
      const created: CategoryRecord[] = [];
      const now = new Date();
      for (const [key, name] of names) {
        if (known.has(key)) continue;
        const base = slugify(name, 'category');
        const used = new Set([...(await slugsLike(base, session)), ...created.map(({ slug }) => slug)]);
        const category = createCategory({ name }, newId(), freeSlug(base, used), now);
        created.push(category);
        known.set(key, category);
      }
      if (created.length > 0) await categories.insertMany(created.map(toDocument), { session });
      const resolved = given.map(product => {
        const category = product.category.id === '' ? known.get(categoryKey(product.category.name)) : undefined;
        return category ? { ...product, category: toProductCategory(category) } : product;
      });
      return { products: resolved, created };
    },

    async insert(session: ClientSession, category: CategoryRecord): Promise<void> {
      await categories.insertOne(toDocument(category), { session });
    },

    /** Writes the next version of a category; false where it is not at the version of `before` any more. */
    async replace(session: ClientSession, before: CategoryRecord, after: CategoryRecord): Promise<boolean> {
      const { modifiedCount } = await categories.replaceOne(
        { _id: before.id, version: before.version },
        toDocument(after),
        { session },
      );
      return modifiedCount === 1;
    },

    /** Deletes a category; false where a product still has it. */
    async remove(session: ClientSession, id: string): Promise<boolean> {
      if (await products.findOne({ 'category.id': id }, { session, projection: { _id: 1 } })) return false;
      await categories.deleteOne({ _id: id }, { session });
      return true;
    },

    /** Categories whose products may still have a former name or slug. */
    async toPropagate(): Promise<CategoryRecord[]> {
      return (await categories.find({ propagateUntil: { $exists: true } }).toArray()).map(toCategory);
    },

    /** Products that have a former name or slug of their category. */
    async outdated({ id, slug, name }: CategoryRecord, limit: number): Promise<ProductRecord[]> {
      const found = await products
        .find({ 'category.id': id, $or: [{ 'category.slug': { $ne: slug } }, { 'category.name': { $ne: name } }] })
        .limit(limit)
        .toArray();
      return found.map(toRecord);
    },

    /** Ends the propagation of this version of a category. */
    async propagated({ id, version }: CategoryRecord): Promise<void> {
      await categories.updateOne({ _id: id, version }, { $unset: { propagateUntil: '' } });
    },
  };
}
