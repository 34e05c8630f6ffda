import { writeFileSync } from 'node:fs';
import { catalogue, STOCK } from '../catalogue.ts';
import { type Container, coreFlows, type Services } from './packages.ts';

const PART = 50;
const parts = <T>(values: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, at) => values.slice(at * size, (at + 1) * size));

type Run = <T>(
  flow: (container: Container) => { run(options: { input: object }): Promise<{ result: T }> },
  input: object,
) => Promise<T>;

/** A stock location of the United Kingdom with one way to ship. @returns the shipping profile of products */
async function addShipping(container: Container, run: Run, location: string): Promise<string> {
  const flows = coreFlows();
  const link = container.resolve<Services['link']>('link');
  const fulfillment = container.resolve<Services['fulfillment']>('fulfillment');
  const ofLocation = (what: object) =>
    link.create({ stock_location: { stock_location_id: location }, fulfillment: what });
  await ofLocation({ fulfillment_provider_id: 'manual_manual' });
  const [known] = await fulfillment.listShippingProfiles({ type: 'default' });
  const create = () => run(flows.createShippingProfilesWorkflow, { data: [{ name: 'Default', type: 'default' }] });
  const { id: profile } = known ?? (await create())[0];
  const set = await fulfillment.createFulfillmentSets({
    name: 'Delivery',
    type: 'shipping',
    service_zones: [{ name: 'GB', geo_zones: [{ country_code: 'gb', type: 'country' }] }],
  });
  await ofLocation({ fulfillment_set_id: set.id });
  const option = {
    name: 'Standard',
    price_type: 'flat',
    provider_id: 'manual_manual',
    service_zone_id: set.service_zones[0].id,
    shipping_profile_id: profile,
    type: { label: 'Standard', description: 'Standard', code: 'standard' },
    prices: [{ currency_code: 'usd', amount: 5 }],
    rules: [
      { attribute: 'enabled_in_store', value: 'true', operator: 'eq' },
      { attribute: 'is_return', value: 'false', operator: 'eq' },
    ],
  };
  // The workflow takes a list for its input.
  await run(flows.createShippingOptionsWorkflow, [option]);
  return profile;
}

/** Fills an empty Medusa with the catalogue; `SEED_RESULT` names the file for what a storefront has to know. */
export default async function seed({ container }: { container: Container }): Promise<void> {
  const flows = coreFlows();
  const run: Run = async (flow, input) => (await flow(container).run({ input })).result;
  const [{ id: store }] = await container.resolve<Services['store']>('store').listStores();
  const [{ id: channel }] = await run(flows.createSalesChannelsWorkflow, { salesChannelsData: [{ name: 'Shop' }] });
  const [region] = await run(flows.createRegionsWorkflow, {
    regions: [{ name: 'GB', currency_code: 'usd', countries: ['gb'], payment_providers: ['pp_system_default'] }],
  });
  await run(flows.createTaxRegionsWorkflow, [
    { country_code: 'gb', provider_id: 'tp_system', default_tax_rate: { name: 'Standard', code: 'std', rate: 20 } },
  ]);
  const [{ id: location }] = await run(flows.createStockLocationsWorkflow, {
    locations: [{ name: 'East', address: { city: 'London', country_code: 'GB', address_1: '' } }],
  });
  const update = {
    supported_currencies: [{ currency_code: 'usd', is_default: true }],
    default_sales_channel_id: channel,
    default_location_id: location,
  };
  await run(flows.updateStoresWorkflow, { selector: { id: store }, update });
  const profile = await addShipping(container, run, location);
  await run(flows.linkSalesChannelsToStockLocationWorkflow, { id: location, add: [channel] });
  const [key] = await run(flows.createApiKeysWorkflow, {
    api_keys: [{ title: 'Shop', type: 'publishable', created_by: '' }],
  });
  await run(flows.linkSalesChannelsToApiKeyWorkflow, { id: key.id, add: [channel] });
  for (const part of parts(catalogue, PART)) {
    const products = part.map(({ title, slug, description, variants }) => ({
      title,
      handle: slug,
      description,
      status: 'published',
      shipping_profile_id: profile,
      options: [{ title: 'Size', values: variants.map(({ size }) => size) }],
      variants: variants.map(({ size, sku, price }) => ({
        title: size,
        sku,
        manage_inventory: true,
        options: { Size: size },
        prices: [{ amount: price / 100, currency_code: 'usd' }],
      })),
      sales_channels: [{ id: channel }],
    }));
    await run(flows.createProductsWorkflow, { products });
  }
  const query = container.resolve<Services['query']>('query');
  const { data: items } = await query.graph({ entity: 'inventory_item', fields: ['id'] });
  for (const part of parts(items, 500)) {
    const levels = part.map(({ id }) => ({ location_id: location, inventory_item_id: id, stocked_quantity: STOCK }));
    await run(flows.createInventoryLevelsWorkflow, { inventory_levels: levels });
  }
  writeFileSync(process.env.SEED_RESULT ?? '', JSON.stringify({ key: key.token, region: region.id }));
}
