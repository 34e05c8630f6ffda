import { expect } from '@jest/globals';
import { createInventoryClient } from '../../generated/inventory/client.ts';
import { pactBetween } from '../consumer.ts';
import { SKU, uuidOf } from '../examples.ts';

const { asks } = pactBetween('catalog', 'inventory');
const path = '/internal/inventory/levels';

// As services/catalog/imports/worker.ts says where the stock of a chunk of rows lies.
const levels = [{ sku: SKU, location: 'east', onHand: 40 }];
const body = { reason: `import ${uuidOf(1)}`, levels };

asks(
  'to set what is on hand',
  { request: { method: 'PUT', path, body }, response: { status: 200, body: { refused: [] } } },
  async baseUrl => {
    const answer = await createInventoryClient({ baseUrl }).setLevels({ body });
    expect(answer).toMatchObject({ status: 200, body: { refused: [] } });
  },
);

const tooLow = { reason: body.reason, levels: [{ sku: 'HELD', location: 'east', onHand: 0 }] };
const refused = [{ sku: 'HELD', location: 'east', message: 'More than 0 are held for orders.' }];

asks(
  'to set less than is held for orders',
  {
    given: { state: 'stock is held', params: { reservationId: uuidOf(41), sku: 'HELD', quantity: 2 } },
    request: { method: 'PUT', path, body: tooLow },
    response: { status: 200, body: { refused } },
  },
  async baseUrl => {
    const answer = await createInventoryClient({ baseUrl }).setLevels({ body: tooLow });
    expect(answer).toMatchObject({ status: 200, body: { refused } });
  },
);
