import { z } from 'zod';
import type { FailedWorkItem } from '../../generated/audit/types.ts';
import { type ChangeMade, ordersEvents } from '../../generated/orders/events.ts';
import type { AuditSuite } from '../../services/audit/testing/suite.ts';
import { newId } from '../../services/platform/ids.ts';
import { AT, uuidOf } from '../examples.ts';
import { state, stateOf } from '../state.ts';

const FAILED_JOB: FailedWorkItem = {
  service: 'payments',
  kind: 'job',
  id: uuidOf(52),
  name: 'settlement',
  key: uuidOf(53),
  attempts: 3,
  error: 'No such charge',
  failedAt: AT,
  payload: { amount: 5 },
};

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

/** What the suite of audit has besides its log; provider states change it. */
export interface AuditSurroundings {
  failed: FailedWorkItem[];
  serviceUrls: Map<string, string>;
}

/** The provider states of audit, made by events, and by what is around it. */
export function auditStates(suite: AuditSuite, { failed, serviceUrls }: AuditSurroundings) {
  const cancel = (orderId: string) => suite.deliver(ordersEvents.ChangeMade(orderId, cancelled(orderId)));
  return {
    'a job of payments was given up': state(async () => {
      failed.splice(0, failed.length, FAILED_JOB);
    }),
    'a service runs': state(async () => {
      serviceUrls.set('audit', suite.url);
    }),
    'staff cancelled an order': stateOf({ orderId: z.string() }, ({ orderId }) => cancel(orderId)),
    'staff cancelled two orders': state(async () => {
      for (const orderId of [newId(), newId()]) await cancel(orderId);
    }),
  };
}
