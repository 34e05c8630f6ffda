import { edgeFollows } from '../edge-effects.ts';
import { AT, orderId, parcel, shipmentCancelled, shipmentCreated } from '../examples.ts';

const { changes, event } = edgeFollows('shipping');
const tags = [`order:${orderId}`];

event('ShipmentCreated', orderId, shipmentCreated, tags, 'C-10042 goes out with local');
event('ShipmentInTransit', orderId, { ...parcel, at: AT }, tags, 'C-10042 is on its way');
event('ShipmentDelivered', orderId, { ...parcel, at: AT }, tags, 'C-10042 was delivered');
event('ShipmentCancelled', orderId, shipmentCancelled, tags, 'The parcel of C-10042 was cancelled');
changes('ChangeMade', { parent: { resource: 'orders', resourceId: orderId } });
