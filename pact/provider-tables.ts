import type { catalogEvents } from '../generated/catalog/events.ts';
import type { identityEvents } from '../generated/identity/events.ts';
import type { inventoryEvents } from '../generated/inventory/events.ts';
import type { notificationsEvents } from '../generated/notifications/events.ts';
import type { ordersEvents } from '../generated/orders/events.ts';
import type { paymentsEvents } from '../generated/payments/events.ts';
import type { shippingEvents } from '../generated/shipping/events.ts';
import type { auditStates } from './states/audit.ts';
import type { cartStates } from './states/cart.ts';
import type { catalogStates } from './states/catalog.ts';
import type { checkoutStates } from './states/checkout.ts';
import type { edgeStates } from './states/edge.ts';
import type { gatewayStates } from './states/gateway.ts';
import type { identityStates } from './states/identity.ts';
import type { inventoryStates } from './states/inventory.ts';
import type { notificationsStates } from './states/notifications.ts';
import type { ordersStates } from './states/orders.ts';
import type { paymentsStates } from './states/payments.ts';
import type { platformStates } from './states/platform.ts';
import type { registryStates } from './states/registry.ts';
import type { searchStates } from './states/search.ts';
import type { shippingStates } from './states/shipping.ts';

/** The provider states of each provider. A consumer test that names another one does not compile. */
export interface ProviderStates {
  audit: ReturnType<typeof auditStates>;
  cart: ReturnType<typeof cartStates>;
  catalog: ReturnType<typeof catalogStates>;
  checkout: ReturnType<typeof checkoutStates>;
  edge: ReturnType<typeof edgeStates>;
  gateway: ReturnType<typeof gatewayStates>;
  identity: ReturnType<typeof identityStates>;
  inventory: ReturnType<typeof inventoryStates>;
  notifications: ReturnType<typeof notificationsStates>;
  orders: ReturnType<typeof ordersStates>;
  payments: ReturnType<typeof paymentsStates>;
  platform: ReturnType<typeof platformStates>;
  registry: ReturnType<typeof registryStates>;
  search: ReturnType<typeof searchStates>;
  shipping: ReturnType<typeof shippingStates>;
}

/** The events of each provider, as its contract names them. */
interface ProviderEvents {
  catalog: typeof catalogEvents;
  identity: typeof identityEvents;
  inventory: typeof inventoryEvents;
  notifications: typeof notificationsEvents;
  orders: typeof ordersEvents;
  payments: typeof paymentsEvents;
  shipping: typeof shippingEvents;
}

/** The names of the events that a provider publishes. */
export type EventOf<Provider> = Provider extends keyof ProviderEvents ? keyof ProviderEvents[Provider] & string : never;
