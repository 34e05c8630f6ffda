import type { ClientSession, Collection, Db } from 'mongodb';
import type { IndexScan } from './access-paths.ts';
import { type AttributeRecord, attributeNameKey } from './attribute.ts';
import { attributeScan } from './attribute-filter.ts';
import { type ProductDocument, toRecord } from './document.ts';
import type { ProductRecord } from './product.ts';
import { byPlace, currentAttributes, withAttributes } from './product-attributes.ts';

/** `writes` counts the transactions that gave products the attribute: it makes them conflict with its removal. */
type AttributeDocument = Omit<AttributeRecord, 'id'> & { _id: string; writes: number };

const toAttribute = ({ _id, writes: _writes, ...rest }: AttributeDocument): AttributeRecord => ({ id: _id, ...rest });

/** The attributes in MongoDB. */
export function attributeStore(db: Db) {
  const attributes: Collection<AttributeDocument> = db.collection('attributes');
  const products: Collection<ProductDocument> = db.collection('products');

  /** Every attribute, by position and name. */
  async function all(): Promise<AttributeRecord[]> {
    return (await attributes.find().toArray()).map(toAttribute).sort(byPlace);
  }

  /** Those that are not being deleted. */
  const usable = async () => (await all()).filter(({ deleting }) => !deleting);

  /** The attributes that products may have, by their keys. */
  async function byKey(): Promise<Map<string, AttributeRecord>> {
    return new Map((await usable()).map(attribute => [attribute.key, attribute]));
  }

  return {
    all,

    byKey,

    /** The attributes that products may have, by `attributeNameKey` of their names. */
    async byName(): Promise<Map<string, AttributeRecord>> {
      return new Map((await usable()).map(attribute => [attributeNameKey(attribute.name), attribute]));
    },

    /** The attributes that products may have, by id. */
    async byUsableId(): Promise<Map<string, AttributeRecord>> {
      return new Map((await usable()).map(attribute => [attribute.id, attribute]));
    },

    /** A filter of products with what its attribute means. Throws ProblemError 400 (`attributeScan`). */
    async resolved<T extends { attribute?: string }>(
      filter: T,
    ): Promise<Omit<T, 'attribute'> & { attribute?: IndexScan }> {
      const { attribute, ...rest } = filter;
      return attribute === undefined ? rest : { ...rest, attribute: attributeScan(attribute, await byKey()) };
    },

    async byId(id: string): Promise<AttributeRecord | undefined> {
      const found = await attributes.findOne({ _id: id });
      return found ? toAttribute(found) : undefined;
    },

    /** How many products have each attribute. */
    async counts(): Promise<Map<string, number>> {
      const groups = await products
        .aggregate<{ _id: string; products: number }>([
          { $match: { 'attributes.id': { $exists: true } } },
          { $unwind: '$attributes' },
          { $group: { _id: '$attributes.id', products: { $sum: 1 } } },
        ])
        .toArray();
      return new Map(groups.map(({ _id, products: count }) => [_id, count]));
    },

    /**
     * How many products have an attribute, or one of these values of it. In the transaction of `session`, after
     * `claim`, no other one gives it to a product until it ends.
     */
    async used(session: ClientSession, id: string, values?: readonly string[]): Promise<number> {
      const has = values ? { id, 'values.key': { $in: [...values] } } : { id };
      return products.countDocuments({ 'attributes.id': id, attributes: { $elemMatch: has } }, { session });
    },

    /** Makes other transactions that give products one of these attributes, or change it, conflict with this one. */
    async claim(session: ClientSession, ids: readonly string[]): Promise<void> {
      await attributes.updateMany({ _id: { $in: [...ids] } }, { $inc: { writes: 1 } }, { session });
    },

    /**
     * The products with their attributes as they are defined now, in the transaction of `session`, which conflicts with
     * a change of one of them.
     */
    async refresh<T extends ProductRecord>(session: ClientSession, given: readonly T[]): Promise<T[]> {
      const ids = [...new Set(given.flatMap(product => product.attributes?.map(({ id }) => id) ?? []))];
      if (ids.length === 0) return [...given];
      await this.claim(session, ids);
      const found = await attributes.find({ _id: { $in: ids }, deleting: { $exists: false } }, { session }).toArray();
      const known = new Map(found.map(document => [document._id, toAttribute(document)]));
      return given.map(product => withAttributes(product, currentAttributes(product.attributes ?? [], known)));
    },

    async insert(session: ClientSession, { id, ...attribute }: AttributeRecord): Promise<void> {
      await attributes.insertOne({ _id: id, ...attribute, writes: 0 }, { session });
    },

    /** Writes the next version of an attribute; false where it is not at the version of `before` any more. */
    async replace(session: ClientSession, before: AttributeRecord, after: AttributeRecord): Promise<boolean> {
      const { id, ...attribute } = after;
      const filter = { _id: id, version: before.version };
      const { modifiedCount } = await attributes.replaceOne(filter, { ...attribute, writes: 0 }, { session });
      return modifiedCount === 1;
    },

    async remove(session: ClientSession, id: string): Promise<void> {
      await attributes.deleteOne({ _id: id }, { session });
    },

    /** Attributes of which products may still have an earlier revision. */
    async toPropagate(): Promise<AttributeRecord[]> {
      return (await attributes.find({ propagate: true }).toArray()).map(toAttribute);
    },

    /** Products that have an earlier revision of an attribute. */
    async outdated({ id, revision }: AttributeRecord, limit: number): Promise<ProductRecord[]> {
      const found = await products
        .find({ 'attributes.id': id, attributes: { $elemMatch: { id, revision: { $lt: revision } } } })
        .limit(limit)
        .toArray();
      return found.map(toRecord);
    },

    /** Ends the propagation of this version of an attribute. */
    async propagated({ id, version }: AttributeRecord): Promise<void> {
      await attributes.updateOne({ _id: id, version }, { $unset: { propagate: '' } });
    },
  };
}
