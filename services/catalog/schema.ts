import {
  type AnyBulkWriteOperation,
  type CreateIndexesOptions,
  type Db,
  type Document,
  type IndexSpecification,
  MongoServerError,
} from 'mongodb';
import { prepareMongoIdempotency } from '../platform/http/idempotency-mongo.ts';
import { prepareMongoOutbox } from '../platform/messaging/outbox-mongo.ts';
import { categoryCountIndex, wordIndex } from './access-paths.ts';
import { attributeIndexes } from './attribute-filter.ts';
import { type ProductDocument, searchFields } from './document.ts';
import { UPLOAD_DAYS } from './media/records.ts';
import { migrateCategories } from './migrate-categories.ts';
import { stockStates } from './stock.ts';

const text = { bsonType: 'string', minLength: 1 };
const date = { bsonType: 'date' };
const whole = { bsonType: ['int', 'long', 'double'], minimum: 0, multipleOf: 1 };
const price = {
  bsonType: 'object',
  required: ['amount', 'currency'],
  properties: { amount: whole, currency: { bsonType: 'string', pattern: '^[A-Z]{3}$' } },
};
const image = {
  bsonType: 'object',
  required: ['url', 'width', 'height', 'alt', 'sizes'],
  properties: {
    url: text,
    width: whole,
    height: whole,
    alt: { bsonType: 'string' },
    sizes: { bsonType: 'array', minItems: 1 },
  },
};

interface Definition {
  name: string;
  schema: Document;
  indexes: readonly (readonly [IndexSpecification, CreateIndexesOptions])[];
}

const definitions: readonly Definition[] = [
  {
    // What products were before an import that is still running, or can be taken back.
    name: 'import_before',
    schema: { bsonType: 'object', required: ['_id', 'importId', 'productId', 'version'], properties: { _id: text } },
    indexes: [
      [{ importId: 1 }, {}],
      [{ keptUntil: 1 }, { expireAfterSeconds: 0 }],
    ],
  },
  {
    // Levels of an import that are still to be set.
    name: 'import_levels',
    schema: { bsonType: 'object', required: ['_id', 'importId', 'number', 'levels'], properties: { _id: text } },
    indexes: [[{ importId: 1, number: 1 }, {}]],
  },
  {
    name: 'products',
    schema: {
      bsonType: 'object',
      required: [
        '_id',
        'handle',
        'slug',
        'title',
        'status',
        'category',
        'images',
        'options',
        'variants',
        'tags',
        'seo',
        'words',
        'version',
        'createdAt',
        'updatedAt',
      ],
      properties: {
        _id: text,
        handle: text,
        slug: { bsonType: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' },
        title: text,
        status: { enum: ['draft', 'active', 'archived'] },
        category: {
          bsonType: 'object',
          required: ['slug', 'name'],
          properties: { id: text, slug: text, name: text },
        },
        previousSlugs: { bsonType: 'array', items: text },
        images: { bsonType: 'array', items: image },
        variants: {
          bsonType: 'array',
          minItems: 1,
          items: {
            bsonType: 'object',
            required: ['sku', 'price', 'options'],
            properties: {
              sku: { bsonType: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' },
              price,
              compareAtPrice: price,
            },
          },
        },
        tags: { bsonType: 'array', items: text },
        attributes: {
          bsonType: 'array',
          minItems: 1,
          items: { bsonType: 'object', required: ['id', 'key', 'name', 'type', 'revision'] },
        },
        words: { bsonType: 'array', items: text },
        wordLine: { bsonType: 'string' },
        skus: { bsonType: 'array', items: text },
        titleKey: { bsonType: 'string', maxLength: 100 },
        priceKey: { bsonType: ['int', 'long', 'double'] },
        importId: text,
        stock: { enum: [...stockStates] },
        stockDue: { enum: [true] },
        version: { ...whole, minimum: 1 },
        createdAt: date,
        updatedAt: date,
      },
    },
    indexes: [
      [{ slug: 1 }, { unique: true }],
      [{ handle: 1 }, { unique: true }],
      [{ 'variants.sku': 1 }, { unique: true }],
      // Lists of one status and stock read one of these, lists of several merge its parts.
      ...(['createdAt', 'updatedAt', 'titleKey', 'priceKey'] as const).flatMap(field => [
        [{ status: 1, stock: 1, [field]: -1, _id: -1 }, {}] as const,
        [{ status: 1, 'category.slug': 1, stock: 1, [field]: -1, _id: -1 }, {}] as const,
      ]),
      [{ stock: 1, status: 1, _id: 1 }, {}],
      [{ 'category.slug': 1, stock: 1, status: 1, _id: 1 }, {}],
      [{ stockDue: 1 }, { sparse: true }],
      [wordIndex, {}],
      [{ skus: 1 }, {}],
      [{ importId: 1 }, { sparse: true }],
      [{ previousSlugs: 1 }, { sparse: true }],
      [categoryCountIndex, {}],
      [{ 'attributes.id': 1 }, { sparse: true }],
      ...Object.values(attributeIndexes).map(index => [index, {}] as const),
    ],
  },
  {
    // The available units of a sku, from inventory's events.
    name: 'stock',
    schema: {
      bsonType: 'object',
      required: ['_id', 'available', 'version'],
      properties: { _id: text, available: whole, version: whole },
    },
    indexes: [],
  },
  {
    name: 'categories',
    schema: {
      bsonType: 'object',
      required: ['_id', 'slug', 'previousSlugs', 'name', 'nameKey', 'position', 'version', 'createdAt', 'updatedAt'],
      properties: {
        _id: text,
        slug: { bsonType: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' },
        previousSlugs: { bsonType: 'array', items: text },
        name: text,
        nameKey: text,
        position: { bsonType: ['int', 'long', 'double'] },
        image,
        version: { ...whole, minimum: 1 },
        createdAt: date,
        updatedAt: date,
        propagateUntil: date,
      },
    },
    indexes: [
      [{ slug: 1 }, { unique: true }],
      [{ nameKey: 1 }, { unique: true }],
      [{ previousSlugs: 1 }, {}],
      [{ propagateUntil: 1 }, { sparse: true }],
    ],
  },
  {
    name: 'attributes',
    schema: {
      bsonType: 'object',
      required: [
        '_id',
        'key',
        'name',
        'nameKey',
        'type',
        'values',
        'filterable',
        'position',
        'version',
        'revision',
        'writes',
        'createdAt',
        'updatedAt',
      ],
      properties: {
        _id: text,
        key: text,
        name: text,
        nameKey: text,
        type: { enum: ['boolean', 'choice', 'number', 'text'] },
        unit: text,
        values: { bsonType: 'array', items: { bsonType: 'object', required: ['key', 'name'] } },
        filterable: { bsonType: 'bool' },
        position: { bsonType: ['int', 'long', 'double'] },
        propagate: { enum: [true] },
        deleting: { enum: [true] },
        version: { ...whole, minimum: 1 },
        revision: { ...whole, minimum: 1 },
        writes: whole,
        createdAt: date,
        updatedAt: date,
      },
    },
    indexes: [
      [{ key: 1 }, { unique: true }],
      [{ nameKey: 1 }, { unique: true }],
    ],
  },
  {
    name: 'media',
    schema: {
      bsonType: 'object',
      required: ['_id', 'sizes', 'createdAt'],
      properties: { _id: { bsonType: 'string', pattern: '^[a-f0-9]{32}$' }, sizes: { bsonType: 'array', minItems: 1 } },
    },
    indexes: [],
  },
  {
    name: 'uploads',
    schema: {
      bsonType: 'object',
      required: ['_id', 'contentType', 'bytes', 'alt', 'createdAt'],
      properties: { _id: text, bytes: whole, mediaId: text },
    },
    // Their files are deleted by store-retention.ts.
    indexes: [[{ createdAt: 1 }, { expireAfterSeconds: UPLOAD_DAYS * 86_400 }]],
  },
  {
    name: 'copies',
    schema: {
      bsonType: 'object',
      required: ['_id', 'url', 'mediaId', 'createdAt'],
      properties: { _id: text, url: text, mediaId: text },
    },
    // What is behind an address may change, so it is looked at again after a day.
    indexes: [[{ createdAt: 1 }, { expireAfterSeconds: 86_400 }]],
  },
  {
    name: 'imports',
    schema: {
      bsonType: 'object',
      required: [
        '_id',
        'fileName',
        'status',
        'dryRun',
        'delimiter',
        'rows',
        'created',
        'updated',
        'unchanged',
        'failed',
        'errors',
        'createdAt',
      ],
      properties: {
        _id: text,
        status: { enum: ['queued', 'running', 'done', 'failed'] },
        rows: { bsonType: 'object', required: ['total', 'done'], properties: { total: whole, done: whole } },
        errors: { bsonType: 'array', maxItems: 1_000 },
      },
    },
    indexes: [
      [{ status: 1, createdAt: 1 }, {}],
      [{ createdAt: -1, _id: -1 }, {}],
    ],
  },
];

/** Products that an earlier version wrote get what lists find and order them by. */
async function completeProducts(db: Db): Promise<void> {
  const products = db.collection<ProductDocument>('products');
  const missing = ['wordLine', 'priceKey'] as const;
  let writes: AnyBulkWriteOperation<ProductDocument>[] = [];
  for await (const { _id, version, ...product } of products.find({
    $or: missing.map(name => ({ [name]: { $exists: false } })),
  })) {
    writes.push({ updateOne: { filter: { _id, version }, update: { $set: searchFields(product) } } });
    if (writes.length < 1_000) continue;
    await products.bulkWrite(writes, { ordered: false });
    writes = [];
  }
  if (writes.length > 0) await products.bulkWrite(writes, { ordered: false });
}

/**
 * Drops the indexes that are not defined any more, not before the processes of an earlier version have ended: they read
 * lists by its indexes. Returns how many.
 */
export async function dropOldIndexes(db: Db): Promise<number> {
  let dropped = 0;
  for (const { name, indexes } of definitions) {
    const wanted = new Set(indexes.map(([keys]) => JSON.stringify(keys)));
    for (const { name: index, key } of await db.collection(name).indexes()) {
      if (index === undefined || index === '_id_' || wanted.has(JSON.stringify(key))) continue;
      await db.collection(name).dropIndex(index);
      dropped += 1;
    }
  }
  return dropped;
}

/**
 * Creates the collections with their validators and indexes, those of the outbox and of the idempotency keys too.
 * Running it again changes nothing but what this file has changed; several processes may run it at once.
 */
export async function prepareDatabase(db: Db): Promise<void> {
  for (const { name, schema, indexes } of definitions) {
    const validator = { $jsonSchema: schema };
    try {
      await db.createCollection(name, { validator });
    } catch (error) {
      // 48: NamespaceExists.
      if (!(error instanceof MongoServerError) || error.code !== 48) throw error;
      await db.command({ collMod: name, validator });
    }
    for (const [keys, options] of indexes) await db.collection(name).createIndex(keys, options);
  }
  await completeProducts(db);
  await migrateCategories(db);
  await prepareMongoOutbox(db);
  await prepareMongoIdempotency(db);
}
