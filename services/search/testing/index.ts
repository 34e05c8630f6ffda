import { Client } from '@elastic/elasticsearch';
import { newId } from '../../platform/ids.ts';
import { testEnvironment } from '../../platform/testing/environment.ts';
import { createIndices, type Indices, namesOf } from '../indices.ts';
import { createRebuildState } from '../lease.ts';
import type { PublishedProduct } from '../product.ts';
import { createStore } from '../store.ts';

/** A corner of Elasticsearch of its own: a prefix before every index. */
export function openTestIndex() {
  const prefix = `test-${newId()}-`;
  // Longer than the service waits: creating an index may take seconds on a busy machine.
  const client = new Client({ node: testEnvironment('ELASTICSEARCH_URL'), requestTimeout: 60_000 });
  const indices: Indices = createIndices(client, namesOf(prefix));
  return {
    prefix,
    client,
    indices,
    store: createStore(client, indices),
    state: createRebuildState(client, indices.names),
    /** Makes everything that was written so far findable. */
    refresh: () => client.indices.refresh({ index: indices.names.products }),
    async drop() {
      const present = Object.keys(await client.indices.get({ index: `${prefix}*` }));
      if (present.length > 0) await client.indices.delete({ index: present });
      await client.close();
    },
  };
}

export type TestIndex = ReturnType<typeof openTestIndex>;

const slug = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/** A product on sale; `price` in cents. */
export function product(
  title: string,
  category: string,
  also: Partial<PublishedProduct> & { price?: number; sku?: string; size?: string } = {},
): PublishedProduct {
  const { price = 100, sku = newId(), size, ...rest } = also;
  return {
    id: newId(),
    version: 1,
    slug: slug(title),
    title,
    status: 'active',
    category: { slug: slug(category), name: category },
    images: [],
    tags: [],
    variants: [{ sku, title, price: { amount: price, currency: 'USD' }, ...(size !== undefined && { size }) }],
    createdAt: '2026-11-22T10:00:00Z',
    ...rest,
  };
}
