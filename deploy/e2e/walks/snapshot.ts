import type { SeenValues } from '../../../contracts/codegen/conformance/known-values.ts';
import type { Operation, Service } from '../../../contracts/codegen/openapi/service.ts';
import { readings } from './readings.ts';
import type { Session } from './sessions.ts';

/** Lists that nobody but staff changes; what others list also changes by itself, as orders, payments and stock do. */
const settings: ReadonlySet<string> = new Set([
  'listStaff',
  'listLocations',
  'listTemplates',
  'getShippingSettings',
  'listAllCategories',
  'listEnvironments',
  'getCompatibility',
  'listContracts',
]);

/** How far a parcel, a payment and a message have come: carrier, payment provider and mail server say it. */
const progress: ReadonlySet<string> = new Set([
  'status',
  'shipments',
  'timeline',
  'inTransitAt',
  'deliveredAt',
  'captured',
  'checkedAt',
  'sentAt',
  'attempts',
]);
const withProgress: ReadonlySet<string> = new Set([
  'getOrder',
  'getOrderForService',
  'getShipment',
  'getPaymentOfOrder',
  'getMessage',
  'getCheckout',
]);

const isRead = ({ method, path, id }: Operation): boolean =>
  method === 'get' && (path.includes('{') || settings.has(id));

function withoutProgress({ id }: Operation, text: string): string {
  if (!withProgress.has(id)) return text;
  const body: unknown = JSON.parse(text, (key, value: unknown) => (progress.has(key) ? undefined : value));
  return JSON.stringify(body);
}

/** What the operations answer that read one thing or a setting, by name; for a comparison of before and after. */
export async function takeSnapshot(
  services: readonly Service[],
  known: SeenValues,
  admin: Session,
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const [operation, text] of readings(services, known, admin, isRead))
    found[operation.id] = withoutProgress(operation, text);
  return found;
}
