import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { collectSamples, type Sample } from './conformance/samples.ts';
import { type Endpoint, openEndpoint, type RunningSandbox, startSandbox } from './testing/sandbox.ts';

/** Every answer and every event against Stripe's own schemas (`conformance/extract.ts` says where they come from). */
const document = JSON.parse(readFileSync(new URL('conformance/stripe-schemas.json', import.meta.url), 'utf8'));
const ajv = new Ajv({ allErrors: true, strict: false });
ajv.addSchema(document, 'stripe');

let endpoint: Endpoint;
let sandbox: RunningSandbox;
let samples: Sample[];
beforeAll(async () => {
  endpoint = await openEndpoint();
  sandbox = await startSandbox([endpoint.url]);
  samples = await collectSamples(sandbox, endpoint);
});
afterAll(async () => {
  await sandbox.stop();
  await endpoint.close();
});

const list = (item: string) => ({
  type: 'object',
  required: ['object', 'data', 'has_more', 'url'],
  properties: {
    object: { const: 'list' },
    has_more: { type: 'boolean' },
    url: { type: 'string' },
    data: { type: 'array', minItems: 1, items: schemaOf(item) },
  },
  additionalProperties: false,
});

const schemaOf = (name: string) => ({ $ref: `stripe#/schemas/${name}` });

test('the sandbox says nothing that Stripe would not', () => {
  const names = new Set(samples.map(sample => sample.schema));
  const validators = new Map(
    [...names].map(name => [
      name,
      ajv.compile(name.startsWith('list:') ? list(name.replace('list:', '')) : schemaOf(name)),
    ]),
  );
  const wrong = samples.flatMap(({ what, schema, value }) => {
    const validate = validators.get(schema);
    if (!validate) throw new Error(`No schema for ${schema}`);
    return validate(value)
      ? []
      : [
          {
            what,
            schema,
            errors: validate.errors?.map(
              error => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
            ),
          },
        ];
  });
  expect(wrong).toEqual([]);
});

test('every kind of event was among them', () => {
  const seen = new Set(
    samples.filter(sample => sample.what.startsWith('event ')).map(sample => sample.what.replace('event ', '')),
  );
  expect([...seen].sort()).toEqual([
    'charge.captured',
    'charge.dispute.closed',
    'charge.dispute.created',
    'charge.dispute.funds_reinstated',
    'charge.dispute.funds_withdrawn',
    'charge.failed',
    'charge.refund.updated',
    'charge.refunded',
    'charge.succeeded',
    'checkout.session.completed',
    'payment_intent.amount_capturable_updated',
    'payment_intent.canceled',
    'payment_intent.created',
    'payment_intent.payment_failed',
    'payment_intent.requires_action',
    'payment_intent.succeeded',
    'refund.created',
    'refund.failed',
    'refund.updated',
  ]);
});
