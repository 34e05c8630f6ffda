import type { EventRecord } from '../../contracts/codegen/runtime/events.ts';
import { catalogEvents } from '../../generated/catalog/events.ts';
import { attributeText } from '../../look/attribute-text.ts';
import { changeMade } from '../platform/http/changes.ts';
import type { AttributeRecord } from './attribute.ts';
import type { Author } from './author.ts';
import type { CategoryRecord } from './category.ts';
import type { ImportJob } from './imports/jobs.ts';
import { type ProductRecord, toProduct } from './product.ts';
import type { Write } from './store.ts';

/**
 * A product as the audit log compares it: what people change, under the contract's names; pictures by address and text.
 */
function comparable(product: ProductRecord | undefined): unknown {
  if (!product) return undefined;
  const {
    id: _id,
    version: _version,
    createdAt: _created,
    updatedAt: _updated,
    price: _price,
    images,
    category,
    attributes = [],
    ...rest
  } = toProduct(product);
  return {
    ...rest,
    category: category.name,
    images: images.map(({ url, alt }) => ({ url, alt })),
    attributes: attributes.map(attribute => ({ key: attribute.name, value: attributeText(attribute) })),
  };
}

function actionOf({ before, after }: Write): string {
  if (!before) return 'created';
  return after ? 'changed' : 'deleted';
}

/** The audit event of a change of a product. */
export function productChange(author: Author, write: Write, reason?: string): EventRecord {
  const { before, after } = write;
  const product = after ?? before;
  return catalogEvents.ChangeMade(
    product.id,
    changeMade(author, {
      resource: 'products',
      resourceId: product.id,
      label: product.title,
      action: actionOf(write),
      before: comparable(before),
      after: comparable(after),
      ...(reason !== undefined && { reason }),
    }),
  );
}

/** The audit event of a finished import: who sent it, and how much it did. */
export function importChange(job: ImportJob): EventRecord {
  const { created, updated, unchanged, failed, reason } = job;
  return catalogEvents.ChangeMade(
    job.id,
    changeMade(job.author, {
      resource: 'imports',
      resourceId: job.id,
      label: job.fileName,
      action: 'imported',
      after: { created, updated, unchanged, failed },
      ...(reason !== undefined && { reason }),
    }),
  );
}

/** The audit event of an import that was taken back. */
export function importUndone(job: ImportJob): EventRecord {
  return catalogEvents.ChangeMade(
    job.id,
    changeMade(job.undo?.author ?? job.author, {
      resource: 'imports',
      resourceId: job.id,
      label: job.fileName,
      action: 'undone',
      after: { products: job.undo?.products ?? 0 },
    }),
  );
}

/** The audit event of an uploaded picture. */
export function pictureChange(author: Author, picture: { id: string; alt: string; url: string }): EventRecord {
  const { id, alt, url } = picture;
  return catalogEvents.ChangeMade(
    id,
    changeMade(author, {
      resource: 'pictures',
      resourceId: id,
      ...(alt !== '' && { label: alt }),
      action: 'uploaded',
      after: { url, alt },
    }),
  );
}

function comparableCategory(category: CategoryRecord | undefined): unknown {
  if (!category) return undefined;
  const { name, slug, position, image } = category;
  return { name, slug, position, ...(image && { image: { url: image.url, alt: image.alt } }) };
}

/** The audit event of a change of a category. */
export function categoryChange(
  author: Author,
  { before, after }: { before?: CategoryRecord; after?: CategoryRecord },
): EventRecord {
  const category = after ?? before;
  if (!category) throw new Error('a change has a category before or after it');
  return catalogEvents.ChangeMade(
    category.id,
    changeMade(author, {
      resource: 'categories',
      resourceId: category.id,
      label: category.name,
      action: before ? (after ? 'changed' : 'deleted') : 'created',
      before: comparableCategory(before),
      after: comparableCategory(after),
    }),
  );
}

function comparableAttribute(attribute: AttributeRecord | undefined): unknown {
  if (!attribute) return undefined;
  const { key, name, type, unit, values, filterable, position } = attribute;
  return { name, key, type, ...(unit !== undefined && { unit }), values, filterable, position };
}

/** The audit event of a change of an attribute. */
export function attributeChange(
  author: Author,
  { before, after, reason }: { before?: AttributeRecord; after?: AttributeRecord; reason?: string },
): EventRecord {
  const attribute = after ?? before;
  if (!attribute) throw new Error('a change has an attribute before or after it');
  return catalogEvents.ChangeMade(
    attribute.id,
    changeMade(author, {
      resource: 'attributes',
      resourceId: attribute.id,
      label: attribute.name,
      action: before ? (after ? 'changed' : 'deleted') : 'created',
      before: comparableAttribute(before),
      after: comparableAttribute(after),
      ...(reason !== undefined && { reason }),
    }),
  );
}
