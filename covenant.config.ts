import { defineConfig } from './contracts/codegen/config.ts';

export default defineConfig({
  extends: 'covenant/commerce',
  openapi: 'contracts/openapi/*.yaml',
  workflows: 'contracts/workflows/*.arazzo.yaml',
  asyncapi: 'contracts/asyncapi/*.yaml',
  output: 'generated',
  runtime: './contracts/codegen/runtime',
  parsers: {
    checkout: ['CheckoutRequest', 'PriceChange', 'Shortage'],
    orders: ['Address', 'Money', 'OrderLine', 'Totals'],
    shipping: ['Address', 'ShipmentLine'],
  },
  gateway: 'generated/gateway/routes.ts',
  secrets: 'generated/platform/secrets.ts',
  // The last release: versions are raised once between releases.
  base: 'b837187a17445b6c06cc6747eacd5bad492ae116',
  pacts: 'pact/pacts/*.json',
  intendedBreaks: 'contracts/intended-breaks.yaml',
  admin: { output: 'generated/admin', scheme: 'session' },
});
