import { expect } from '@jest/globals';
import { createInventoryClient } from '../../generated/inventory/client.ts';
import { pactBetween } from '../consumer.ts';
import { SKU, uuidOf } from '../examples.ts';

const { httpInteraction } = pactBetween('catalog', 'inventory');
const path = '/internal/inventory/levels';

// As services/catalog/imports/worker.ts sets the stock of a chunk of rows.
const levels = [{ sku: SKU, location: 'east', onHand: 40 }];
const body = { reason: `import ${uuidOf(1)}`, levels };

httpInteraction(
  'to set what is on hand',
  { request: { method: 'PUT', path, body }, response: { status: 200, body: { refused: [] } } },
  async baseUrl => {
    const response = await createInventoryClient({ baseUrl }).setLevels({ body });
    expect(response).toMatchObject({ status: 200, body: { refused: [] } });
  },
);

const tooLow = { reason: body.reason, levels: [{ sku: 'HELD', location: 'east', onHand: 0 }] };
const refused = [{ sku: 'HELD', location: 'east', message: 'More than 0 are held for orders.' }];

httpInteraction(
  'to set less than is held for orders',
  {
    given: { state: 'stock is held', params: { reservationId: uuidOf(41), sku: 'HELD', quantity: 2 } },
    request: { method: 'PUT', path, body: tooLow },
    response: { status: 200, body: { refused } },
  },
  async baseUrl => {
    const response = await createInventoryClient({ baseUrl }).setLevels({ body: tooLow });
    expect(response).toMatchObject({ status: 200, body: { refused } });
  },
);
