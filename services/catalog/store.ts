import type { ClientSession, Collection, Db, Filter, MongoClient } from 'mongodb';
import type { EventRecord } from '../../contracts/codegen/runtime/events.ts';
import type { SellableVariant, VariantDescription } from '../../generated/catalog/types.ts';
import { isDuplicateKey } from '../platform/data/mongo.ts';
import { addToMongoOutbox } from '../platform/messaging/outbox-mongo.ts';
import { type ProductDocument, toDocument, toRecord } from './document.ts';
import { productLists } from './lists.ts';
import { type ProductRecord, toDescriptions, toSellable } from './product.ts';
import { slugsOf } from './slug.ts';
import { attributeStore } from './store-attributes.ts';
import { categoryStore } from './store-categories.ts';
import { stockStore } from './store-stock.ts';

/**
 * One change of a product. A new one has no `before`, a deleted one no `after`; `importId` names the import behind it.
 */
export type Write =
  | { before?: undefined; after: ProductRecord; importId?: string }
  | { before: ProductRecord; after: ProductRecord; importId?: string }
  | { before: ProductRecord; after?: undefined };

/** A field that is unique among products, or among categories or attributes. */
export type UniqueField = 'slug' | 'handle' | 'sku' | 'category' | 'attribute';

/** Another product, category or attribute has this unique value; `field` says which. */
export class DuplicateKey extends Error {
  override readonly name = 'DuplicateKey';
  readonly field: UniqueField;
  readonly value: string;
  constructor(field: UniqueField, value: string) {
    super(`${field} ${value} is in use`);
    this.field = field;
    this.value = value;
  }
}

/** The product was changed since it was read. */
export class VersionConflict extends Error {
  override readonly name = 'Raced';
}

/** The DuplicateKey of a MongoDB error 11000; bulk writes name the key in the message only. */
function duplicateKeyOf(error: unknown): DuplicateKey | undefined {
  if (!isDuplicateKey(error)) return undefined;
  const [, collection, key = '', value = ''] =
    /collection: \S+\.(\w+) index: .*dup key: \{ ([\w.]+): "(.*)" \}/.exec(error.message) ?? [];
  if (collection === 'categories') return new DuplicateKey('category', value);
  if (collection === 'attributes') return new DuplicateKey('attribute', value);
  if (key === 'variants.sku') return new DuplicateKey('sku', value);
  return key === 'slug' || key === 'handle' ? new DuplicateKey(key, value) : undefined;
}

/** Whether two states of a product have the same skus. */
function haveSameSkus(before: ProductRecord, after: ProductRecord): boolean {
  const skus = new Set(before.variants.map(({ sku }) => sku));
  return before.variants.length === after.variants.length && after.variants.every(({ sku }) => skus.has(sku));
}

export type Store = ReturnType<typeof createStore>;

/**
 * The products in MongoDB. Every value that comes from outside is compared, never run: filters are built here, of
 * strings that were checked.
 */
export function createStore(client: MongoClient, db: Db) {
  const products: Collection<ProductDocument> = db.collection('products');

  async function slugsAmong(filter: Filter<ProductDocument>): Promise<Set<string>> {
    const found = await products.find(filter, { projection: { slug: 1, previousSlugs: 1 } }).toArray();
    return new Set(found.flatMap(({ slug, previousSlugs = [] }) => [slug, ...previousSlugs]));
  }

  const attributes = attributeStore(db);
  const categories = categoryStore(db);

  return {
    attributes,
    categories,
    stock: stockStore(db),

    /** Runs `work` in one transaction, again when it conflicts with another; what it throws rolls back. */
    async inTransaction<T>(work: (session: ClientSession) => Promise<T>): Promise<T> {
      try {
        return await client.withSession(session =>
          session.withTransaction(() => work(session), {
            readConcern: { level: 'snapshot' },
            writeConcern: { w: 'majority' },
          }),
        );
      } catch (error) {
        throw duplicateKeyOf(error) ?? error;
      }
    },

    /**
     * The products with the categories that they name and their attributes as they are defined now, in the transaction
     * of `session` (`categories.assign`, `attributes.refresh`).
     */
    async assign(session: ClientSession, given: readonly ProductRecord[]) {
      const { products: assigned, created } = await categories.assign(session, given);
      return { products: await attributes.refresh(session, assigned), created };
    },

    /** Adds events to the outbox; call it after the writes, in their transaction. */
    publish: (session: ClientSession, ...events: EventRecord[]): Promise<void> =>
      addToMongoOutbox(db, session, ...events),

    /**
     * Writes changes in the transaction of `session`. Throws VersionConflict when one of the products is not at the
     * version of its `before` any more; `inTransaction` throws DuplicateKey for a slug, handle or sku of another
     * product.
     */
    async write(session: ClientSession, writes: readonly Write[]): Promise<void> {
      if (writes.length === 0) return;
      const operations = writes.map(write => {
        if (write.before === undefined) {
          const document: ProductDocument = {
            ...toDocument(write.after, write.importId),
            stock: 'out',
            stockDue: true,
          };
          return { insertOne: { document } };
        }
        const filter = { _id: write.before.id, version: write.before.version };
        if (write.after === undefined) return { deleteOne: { filter } };
        const kept = {
          stock: '$stock',
          stockDue: haveSameSkus(write.before, write.after) ? '$stockDue' : true,
          // What an import made stays known as such when people change it.
          ...(write.importId === undefined && { importId: '$importId' }),
        };
        const next = { $mergeObjects: [{ $literal: toDocument(write.after, write.importId) }, kept] };
        return { updateOne: { filter, update: [{ $replaceWith: next }] } };
      });
      const { insertedCount, matchedCount, deletedCount } = await products.bulkWrite(operations, {
        session,
        ordered: true,
      });
      if (insertedCount + matchedCount + deletedCount < writes.length) throw new VersionConflict();
    },

    ...productLists(products),

    /** The active product that has a slug now; where no product has it, the active one that had it last. */
    async activeBySlug(slug: string): Promise<ProductRecord | undefined> {
      const now = await products.findOne({ slug });
      if (now) return now.status === 'active' ? toRecord(now) : undefined;
      const moved = await products.findOne({ previousSlugs: slug, status: 'active' }, { sort: { updatedAt: -1 } });
      return moved ? toRecord(moved) : undefined;
    },

    async byId(id: string): Promise<ProductRecord | undefined> {
      const found = await products.findOne({ _id: id });
      return found ? toRecord(found) : undefined;
    },

    /** The products of these ids, by id. */
    async byIds(ids: readonly string[]): Promise<Map<string, ProductRecord>> {
      const found = await products.find({ _id: { $in: [...ids] } }).toArray();
      return new Map(found.map(document => [document._id, toRecord(document)]));
    },

    /** The products that imports know by these handles, and those that have any of these skus. */
    async byHandlesOrSkus(handles: readonly string[], skus: readonly string[]): Promise<ProductRecord[]> {
      const [named, owning] = await Promise.all([
        products.find({ handle: { $in: [...handles] } }).toArray(),
        products.find({ 'variants.sku': { $in: [...skus] } }).toArray(),
      ]);
      return [...new Map([...named, ...owning].map(found => [found._id, toRecord(found)])).values()];
    },

    /** Every slug that `freeSlug` may make of `base` and that a product has, had or began with. */
    async slugsLike(base: string): Promise<Set<string>> {
      const like = slugsOf(base);
      const found = await products
        .find(
          { $or: [{ slug: like }, { handle: like }, { previousSlugs: like }] },
          { projection: { slug: 1, handle: 1, previousSlugs: 1 } },
        )
        .toArray();
      return new Set(found.flatMap(({ slug, handle, previousSlugs = [] }) => [slug, handle, ...previousSlugs]));
    },

    /** Of the slugs that `freeSlug` may make of these bases, those that products have or had. */
    async usedSlugs(bases: readonly string[]): Promise<Set<string>> {
      const wanted = [...new Set(bases)];
      const taken = await slugsAmong({ $or: [{ slug: { $in: wanted } }, { previousSlugs: { $in: wanted } }] });
      const crowded = wanted.filter(base => taken.has(base)).map(slugsOf);
      if (crowded.length === 0) return taken;
      const numbered = await slugsAmong({ $or: crowded.flatMap(like => [{ slug: like }, { previousSlugs: like }]) });
      return new Set([...taken, ...numbered]);
    },

    /** What of these skus can be bought: one indexed read of what a cart line needs and no more. */
    async sellable(skus: readonly string[]): Promise<SellableVariant[]> {
      const wanted = new Set(skus);
      const found = await products
        .find({ 'variants.sku': { $in: [...wanted] }, status: 'active' })
        .project<Pick<ProductDocument, '_id' | 'slug' | 'title' | 'images' | 'variants' | 'version'>>({
          slug: 1,
          title: 1,
          version: 1,
          variants: 1,
          images: 1,
        })
        .toArray();
      return found.flatMap(({ _id, ...product }) =>
        toSellable({ id: _id, ...product }).filter(variant => wanted.has(variant.sku)),
      );
    },

    /** What these skus are, whatever the status of their products. */
    async describe(skus: readonly string[]): Promise<VariantDescription[]> {
      const wanted = new Set(skus);
      const found = await products
        .find({ 'variants.sku': { $in: [...wanted] } })
        .project<Pick<ProductDocument, '_id' | 'slug' | 'title' | 'status' | 'images' | 'variants'>>({
          slug: 1,
          title: 1,
          status: 1,
          variants: 1,
          images: 1,
        })
        .toArray();
      return found.flatMap(({ _id, ...product }) =>
        toDescriptions({ id: _id, ...product }).filter(variant => wanted.has(variant.sku)),
      );
    },

    ping: (): Promise<unknown> => db.command({ ping: 1 }),
  };
}
