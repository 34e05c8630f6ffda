import { z } from 'zod';
import type { ShippingSuite } from '../../services/shipping/testing/suite.ts';
import { stateOf } from '../state.ts';

/** Whether parcels are handed over automatically from here on. */
export async function shipByItself(suite: ShippingSuite, automatic: boolean): Promise<void> {
  const response = await suite.staff('admin').saveShippingSettings({ body: { automatic } });
  if (response.status !== 200) throw new Error(response.body.title);
}

type TestOrder = ReturnType<ShippingSuite['order']>;

async function parcelOf(order: TestOrder): Promise<{ shipmentId: string }> {
  const parcel = await order.parcel();
  if (!parcel) throw new Error('there is no parcel');
  return { shipmentId: parcel.id };
}

/** The provider states of shipping, made by events. */
export function shippingStates(suite: ShippingSuite) {
  return {
    'a parcel waits for its stock': stateOf({ orderId: z.string() }, async ({ orderId }) => {
      const order = suite.order(orderId);
      await order.paid();
      return parcelOf(order);
    }),
    'a parcel is ready': stateOf({ orderId: z.string() }, async ({ orderId }) => {
      await shipByItself(suite, false);
      const order = suite.order(orderId);
      await order.paid();
      await order.allocated();
      return parcelOf(order);
    }),
    'a parcel is with the carrier': stateOf({ orderId: z.string() }, async ({ orderId }) => {
      await shipByItself(suite, true);
      const order = suite.order(orderId);
      await order.paid();
      await order.allocated();
      await suite.work();
      return parcelOf(order);
    }),
  };
}
