import type { CategoryRecord as ApiCategory, Category, Image } from '../../generated/catalog/types.ts';
import { slugify } from './slug.ts';

/** What a product stores of its category. A category that is to be created with the product has no id yet. */
export interface ProductCategory {
  id: string;
  slug: string;
  name: string;
}

/** A category as it is stored. */
export interface CategoryRecord {
  id: string;
  slug: string;
  /** Slugs that it had: they lead to the present one. */
  previousSlugs: string[];
  name: string;
  /** `categoryKey` of the name: unique. */
  nameKey: string;
  position: number;
  image?: Image;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  /** Until then its products are compared with it: a transaction that read its former name may still be running. */
  propagateUntil?: Date;
}

/** How long a transaction that read the former name of a category may still commit (MongoDB: 60 s at most). */
const PROPAGATION_MS = 90_000;

/** What makes two names the same category: letters without regard to case and white space, of whatever script. */
export function categoryKey(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
}

/** A name as it is stored; "Other" where it is empty. */
export const categoryName = (name: string): string => name.replace(/\s+/g, ' ').trim() || 'Other';

/** The category of a product while it is not created yet: its slug and id are assigned with the product's write. */
export function pendingCategory(name: string): ProductCategory {
  return { id: '', slug: slugify(name, 'category'), name: categoryName(name) };
}

export const toProductCategory = ({ id, slug, name }: CategoryRecord): ProductCategory => ({ id, slug, name });

/** A new category. */
export function createCategory(
  draft: { name: string; position?: number; image?: Image },
  id: string,
  slug: string,
  now: Date,
): CategoryRecord {
  const { position = 0, image } = draft;
  const name = categoryName(draft.name);
  return {
    id,
    slug,
    previousSlugs: [],
    name,
    nameKey: categoryKey(name),
    position,
    ...(image && { image }),
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
}

export interface CategoryEdit {
  name?: string;
  slug?: string;
  position?: number;
  image?: Image;
  removeImage?: boolean;
}

/** The next version of a category after a change; undefined where nothing differs. */
export function changeCategory(before: CategoryRecord, edit: CategoryEdit, now: Date): CategoryRecord | undefined {
  const { image: shown, ...rest } = before;
  const name = edit.name === undefined ? before.name : categoryName(edit.name);
  const { slug = before.slug, position = before.position } = edit;
  const image = edit.removeImage ? undefined : (edit.image ?? shown);
  const renamed = name !== before.name || slug !== before.slug;
  if (!renamed && position === before.position && JSON.stringify(image) === JSON.stringify(shown)) return undefined;
  return {
    ...rest,
    name,
    nameKey: categoryKey(name),
    slug,
    previousSlugs: [...before.previousSlugs, before.slug].filter(
      (old, at, all) => old !== slug && all.indexOf(old) === at,
    ),
    position,
    ...(image && { image }),
    version: before.version + 1,
    updatedAt: now,
    ...(renamed && { propagateUntil: new Date(now.getTime() + PROPAGATION_MS) }),
  };
}

export interface CategoryCounts {
  products: number;
  activeProducts: number;
}

/** The category as staff see it. */
export function toApiCategory(category: CategoryRecord, { products, activeProducts }: CategoryCounts): ApiCategory {
  const { id, slug, name, position, image, version, createdAt, updatedAt } = category;
  return {
    id,
    slug,
    name,
    position,
    ...(image && { image }),
    products,
    activeProducts,
    version,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** The category as shoppers see it, with the picture of its newest product where it has none of its own. */
export function toPublicCategory(category: CategoryRecord, products: number, newest: Image | undefined): Category {
  const { slug, name } = category;
  const image = category.image ?? newest;
  return { slug, name, products, ...(image && { image }) };
}
