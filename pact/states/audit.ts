import { z } from 'zod';
import { type ChangeMade, ordersEvents } from '../../generated/orders/events.ts';
import type { AuditSuite } from '../../services/audit/testing/suite.ts';
import { newId } from '../../services/platform/ids.ts';
import { AT } from '../examples.ts';
import { state, stateOf } from '../state.ts';

function cancelled(orderId: string): ChangeMade {
  return {
    resource: 'orders',
    resourceId: orderId,
    label: 'C-10042',
    action: 'cancelled',
    reason: 'Ordered twice.',
    at: AT,
    actor: { kind: 'staff', id: 'ada', email: 'ada@example.com' },
    changes: [{ field: 'status', before: 'paid', after: 'cancelled' }],
  };
}

/** The provider states of audit, made by events. */
export function auditStates(suite: AuditSuite) {
  const cancel = (orderId: string) => suite.deliver(ordersEvents.ChangeMade(orderId, cancelled(orderId)));
  return {
    'staff cancelled an order': stateOf({ orderId: z.string() }, ({ orderId }) => cancel(orderId)),
    'staff cancelled two orders': state(async () => {
      for (const orderId of [newId(), newId()]) await cancel(orderId);
    }),
  };
}
