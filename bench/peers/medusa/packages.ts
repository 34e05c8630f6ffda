import { createRequire } from 'node:module';
import { join } from 'node:path';

interface Identified {
  id: string;
}

/** What Medusa's scripts are given. */
export interface Container {
  resolve<T>(name: string): T;
}

type Workflow<T> = (container: Container) => { run(options: { input: object }): Promise<{ result: T }> };

/** What is used of Medusa's own workflows; it is no dependency of this project. */
interface CoreFlows {
  createSalesChannelsWorkflow: Workflow<[Identified]>;
  updateStoresWorkflow: Workflow<unknown>;
  createRegionsWorkflow: Workflow<[Identified]>;
  createTaxRegionsWorkflow: Workflow<unknown>;
  createStockLocationsWorkflow: Workflow<[Identified]>;
  createShippingProfilesWorkflow: Workflow<[Identified]>;
  createShippingOptionsWorkflow: Workflow<unknown>;
  linkSalesChannelsToStockLocationWorkflow: Workflow<unknown>;
  createApiKeysWorkflow: Workflow<[Identified & { token: string }]>;
  linkSalesChannelsToApiKeyWorkflow: Workflow<unknown>;
  createProductsWorkflow: Workflow<unknown>;
  createInventoryLevelsWorkflow: Workflow<unknown>;
}

interface Utilities {
  defineConfig(config: object): object;
}

/** Services of Medusa's container, as far as a seed needs them. */
export interface Services {
  link: { create(links: object): Promise<unknown> };
  query: { graph(query: { entity: string; fields: readonly string[] }): Promise<{ data: Identified[] }> };
  store: { listStores(): Promise<[Identified]> };
  fulfillment: {
    listShippingProfiles(filter: object): Promise<Identified[]>;
    createFulfillmentSets(set: object): Promise<Identified & { service_zones: [Identified] }>;
  };
}

const installed = createRequire(join(process.cwd(), 'index.js'));
/** The packages that are installed where the program runs. */
export const coreFlows = (): CoreFlows => installed('@medusajs/medusa/core-flows');
export const utilities: Utilities = installed('@medusajs/framework/utils');
