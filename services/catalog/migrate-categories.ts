import type { Collection, Db } from 'mongodb';
import { isDuplicateKey } from '../platform/data/mongo.ts';
import { newId } from '../platform/ids.ts';
import { categoryKey, createCategory } from './category.ts';
import type { ProductDocument } from './document.ts';
import { freeSlug, slugify, slugsOf } from './slug.ts';
import type { CategoryDocument } from './store-categories.ts';

/** A category as products of an earlier version name it: several names may share a slug. */
interface Named {
  _id: { slug: string; name: string };
  products: number;
}

/** Whether a slug says the name: then the category of this name keeps it. */
const isOwn = ({ _id: { slug, name } }: Named): boolean => slugify(name, 'category') === slug;

/**
 * Creates the category records of products that have none, one a name, and links the products to them. Of several names
 * that share a slug the one that it was made from keeps it; the others get a slug of their own, which the propagation
 * (propagation.ts) writes into the products. Repeating it changes nothing; several processes may run it at once.
 */
export async function migrateCategories(db: Db): Promise<void> {
  const products = db.collection<ProductDocument>('products');
  const categories = db.collection<CategoryDocument>('categories');
  const unlinked = { 'category.id': { $exists: false } };
  const named = await products
    .aggregate<Named>([
      { $match: unlinked },
      { $group: { _id: { slug: '$category.slug', name: '$category.name' }, products: { $sum: 1 } } },
    ])
    .toArray();
  named.sort((a, b) => Number(isOwn(b)) - Number(isOwn(a)) || b.products - a.products);
  for (const one of named) {
    const { slug, name } = one._id;
    const id = await categoryOf(categories, name, isOwn(one) ? slug : undefined);
    await products.updateMany({ ...unlinked, 'category.slug': slug, 'category.name': name }, [
      { $set: { 'category.id': id } },
    ]);
    await categories.updateOne({ _id: id }, { $set: { propagateUntil: new Date() } });
  }
}

/** The id of the category of a name, created where there is none. */
async function categoryOf(
  categories: Collection<CategoryDocument>,
  name: string,
  slug: string | undefined,
): Promise<string> {
  for (;;) {
    const known = await categories.findOne({ nameKey: categoryKey(name) });
    if (known) return known._id;
    const base = slug ?? slugify(name, 'category');
    const like = slugsOf(base);
    const used = new Set((await categories.find({ slug: like }).toArray()).map(category => category.slug));
    const { id, ...category } = createCategory({ name }, newId(), freeSlug(base, used), new Date());
    try {
      await categories.insertOne({ _id: id, ...category });
      return id;
    } catch (error) {
      // Another process created a category of this name or slug meanwhile.
      if (!isDuplicateKey(error)) throw error;
    }
  }
}
