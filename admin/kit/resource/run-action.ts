import type { AdminCalls } from '../../../contracts/codegen/runtime/admin.ts';
import { calls } from '../api/clients.ts';

const all: Readonly<Record<string, AdminCalls>> = calls;

/** Runs an action of a resource by its name. */
export async function runAction(
  resource: string,
  action: string,
  id: string,
  body: object,
  idempotencyKey: string,
): Promise<unknown> {
  const run = all[resource]?.actions[action];
  if (!run) throw new Error(`${resource} has no action ${action}`);
  return run(id, body, { idempotencyKey });
}
