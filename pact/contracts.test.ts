import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Comparator } from '@pactflow/openapi-pact-comparator';
import { z } from 'zod';
import { readSide } from '../contracts/codegen/diff/side.ts';
import { catalogEvents } from '../generated/catalog/events.ts';
import { identityEvents } from '../generated/identity/events.ts';
import { inventoryEvents } from '../generated/inventory/events.ts';
import { notificationsEvents } from '../generated/notifications/events.ts';
import { ordersEvents } from '../generated/orders/events.ts';
import { paymentsEvents } from '../generated/payments/events.ts';
import { shippingEvents } from '../generated/shipping/events.ts';
import { pactsWith, providers } from './pact-files.ts';

// The other half of a pact: whether its contract promises what a consumer asks for. The provider tests say whether the
// provider keeps the pact, which it may by chance.

const root = join(import.meta.dirname, '..');
const { contracts } = readSide('', { root, patterns: ['contracts/openapi/*.yaml'] });
const producers: Readonly<Record<string, Readonly<Record<string, (key: string, payload: never) => unknown>>>> = {
  catalog: catalogEvents,
  identity: identityEvents,
  inventory: inventoryEvents,
  notifications: notificationsEvents,
  orders: ordersEvents,
  payments: paymentsEvents,
  shipping: shippingEvents,
};
const pactSchema = z.looseObject({
  interactions: z.array(z.looseObject({ type: z.string(), description: z.string(), contents: z.unknown().optional() })),
});
const contentsSchema = z.object({ content: z.custom<never>(value => value !== undefined) });

describe.each(providers())('every pact with %s asks for what its contract promises', provider => {
  const pacts = pactsWith(provider).map(file => {
    const pact = pactSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    const isHttp = ({ type }: { type: string }) => type === 'Synchronous/HTTP';
    const messages = pact.interactions.filter(interaction => !isHttp(interaction));
    return {
      name: basename(file, '.json'),
      http: { ...pact, interactions: pact.interactions.filter(isHttp) },
      messages,
    };
  });

  for (const { name, http, messages } of pacts) {
    if (http.interactions.length > 0)
      test(`${name}, requests and answers`, async () => {
        const document = contracts.find(contract => contract.name === `contracts/openapi/${provider}.yaml`)?.document;
        const comparator = new Comparator({ oas: structuredClone(document) });
        const found: string[] = [];
        for await (const { type, code, message, mockDetails } of comparator.compare(http)) {
          // Tokens are no part of a pact; they are added at verification.
          if (type === 'error' && code !== 'request.authorization.missing')
            found.push(`${code} ${mockDetails?.location}: ${message}`);
        }
        expect(found).toEqual([]);
      });

    for (const { description, contents } of messages)
      test(`${name}, the event ${description}`, () => {
        const produce = producers[provider]?.[description];
        expect(produce?.('key', contentsSchema.parse(contents).content)).toMatchObject({ type: description });
      });
  }
});
