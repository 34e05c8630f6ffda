import { fillStock } from '../services/inventory/testing/fill-stock.ts';
import { startInventory } from '../services/inventory/testing/suite.ts';
import { cursorAfter, type List, measure, ROWS } from './measure.ts';

/**
 * Latency of the lists of stock, through the inventory service over HTTP, on a temporary database: one SKU a product,
 * at two locations, so twice as many levels as `ROWS`.
 */
const levels = '/admin/inventory/levels';
const reservations = '/admin/inventory/reservations';

const inventory = await startInventory();
try {
  await fillStock(statement => inventory.database.$executeRawUnsafe(statement), ROWS);
  const headers = await inventory.identity.headers({ kind: 'staff', roles: ['catalog'] });
  const service = { url: inventory.url, headers };
  const list = (name: string, query: Record<string, string | number>): List => [name, levels, query];

  await measure(`${2 * ROWS} levels of ${ROWS} skus`, service, [
    list('first page', {}),
    list('page 200', { cursor: await cursorAfter(service, levels, 50) }),
    list('a location', { location: 'west' }),
    list('sold out (1 in 500)', { maxAvailable: 0 }),
    list('ten or fewer (1 in 50)', { maxAvailable: 10 }),
    list('ten or fewer, 100 at once', { maxAvailable: 10, limit: 100 }),
    list('sold out at a location', { maxAvailable: 0, location: 'west' }),
    list('fifty or fewer', { maxAvailable: 50 }),
    list('a whole sku', { q: `SKU-${String(ROWS / 2).padStart(6, '0')}` }),
    list('a whole sku in lower case', { q: `sku-${String(ROWS / 2).padStart(6, '0')}` }),
    list('the start of a sku', { q: 'sku-09' }),
    list('the start of all skus', { q: 'sku-' }),
    list('a word of 20 products', { q: 'quixotic' }),
    list('a word of 1 in 10', { q: 'cheese' }),
    list('a word of all', { q: 'common' }),
    list('a word of none', { q: 'nowhere' }),
    list('one letter', { q: 'c' }),
    list('a word of 3 in 10, all at the end of the list', { q: 'modern' }),
    list('two common words that meet', { q: 'cheese modern' }),
    list('two common words that never meet', { q: 'cheese lamp' }),
    list('a common word, sold out', { q: 'tea', maxAvailable: 0 }),
    list('a common word at a location', { q: 'zinc', location: 'west' }),
  ]);
  await measure(`${ROWS} reservations`, service, [
    ['first page', reservations],
    ['page 200', reservations, { cursor: await cursorAfter(service, reservations, 50) }],
    ['held', reservations, { status: 'held' }],
    ['of a sku', reservations, { sku: 'SKU-000777' }],
    ['the ledger of a sku', '/admin/inventory/ledger', { sku: 'SKU-000777' }],
  ]);
} finally {
  await inventory.close();
}
