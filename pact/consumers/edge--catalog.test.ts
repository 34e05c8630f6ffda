import { edgeFollows } from '../edge-effects.ts';
import { AT, SKU, usd, uuidOf } from '../examples.ts';
import { exactly } from '../matchers.ts';

const { changes, event } = edgeFollows('catalog');
const id = uuidOf(1);
const product = {
  id,
  version: 1,
  slug: 'bananas',
  title: 'Bananas',
  status: exactly('active'),
  createdAt: AT,
  updatedAt: AT,
  category: { slug: 'fruit', name: 'Fruit' },
  images: [],
  tags: [],
  variants: [{ sku: SKU, title: 'Bunch', price: usd(101) }],
};
const tags = ['product:bananas', 'products', 'categories', 'search'];

event('ProductUpdated', id, product, tags, 'Bananas was changed');
event('ProductDeleted', id, { id, slug: 'bananas', skus: [SKU], version: 2 }, tags, 'bananas was deleted');
changes('ChangeMade');
