import { expect } from '@jest/globals';
import { createSearchClient } from '../../generated/search/client.ts';
import { parseListQuery } from '../../storefront/shop/list-query.ts';
import { searchProducts } from '../../storefront/shop/search.ts';
import { pactBetween } from '../consumer.ts';
import { SKU, usd } from '../examples.ts';
import { exactly } from '../matchers.ts';
import { image, inStorefront } from '../storefront-client.ts';

const { httpInteraction } = pactBetween('storefront', 'search');
const given = { state: 'a product can be found', params: { sku: SKU } } as const;
const value = { value: 'fruit', label: 'Fruit', count: 1 };
const facet = {
  key: 'origin',
  name: 'Origin',
  type: 'choice' as const,
  values: [{ value: 'peru', label: 'Peru', count: 1 }],
};
const hit = {
  slug: 'bananas',
  title: 'Bananas',
  size: '1 kg',
  price: usd(101),
  image,
  inStock: true,
  variants: [{ sku: SKU, price: usd(101), available: 40 }],
};

httpInteraction(
  'for products by words with a typing error',
  {
    given,
    request: {
      method: 'GET',
      path: '/search',
      query: { q: 'bannanas', attribute: 'origin:peru', inStock: 'true', sort: 'relevance', limit: '24' },
    },
    response: {
      status: 200,
      body: {
        items: [{ ...hit, highlight: '<mark>Bananas</mark>' }],
        facets: { category: [value], brand: [value], price: { min: 101, max: 101 }, inStock: 1, attributes: [facet] },
        total: 1,
        matched: exactly('close'),
        nextCursor: null,
      },
    },
  },
  async baseUrl => {
    const found = await inStorefront(baseUrl, () =>
      searchProducts(parseListQuery({ q: 'bannanas', attribute: 'origin:peru', inStock: 'true' })),
    );
    expect(found).toMatchObject({
      cards: [{ slug: 'bananas', size: '1 kg', choices: [{ sku: SKU, price: usd(101), available: 40 }] }],
      facets: { category: [value], inStock: 1, attributes: [facet] },
      total: 1,
      nextCursor: null,
      corrections: ['bananas'],
    });
  },
);

httpInteraction(
  'what words that are still typed may become',
  {
    given,
    request: { method: 'GET', path: '/suggest', query: { q: 'banan' } },
    response: {
      status: 200,
      body: { products: [{ slug: 'bananas', title: 'Bananas', price: usd(101), image }], categories: [value] },
    },
  },
  async baseUrl => {
    // Sent by the browser.
    const response = await createSearchClient({ baseUrl }).suggest({ query: { q: 'banan' } });
    expect(response).toMatchObject({ status: 200, body: { products: [{ slug: 'bananas' }] } });
  },
);
