import type { AuditHandlers } from '../../../generated/audit/server.ts';
import type { FailedWorkItem, FailedWorkRef } from '../../../generated/audit/types.ts';
import { changeMade } from '../../platform/http/changes.ts';
import type { RequestContext } from '../../platform/http/context.ts';
import { newId } from '../../platform/ids.ts';
import type { PrismaClient } from '../prisma/client/client.ts';
import { saveChange } from '../store.ts';
import type { FailedWorkAction, FailedWorkGroup, FailedWorkOfAll } from './failed-work.ts';
import { readServices } from './services.ts';

export interface FailedWorkDependencies {
  database: PrismaClient;
  failedWork: FailedWorkOfAll;
  /** The URLs of all services, by name. */
  serviceUrls: ReadonlyMap<string, string>;
}

export type FailedWorkHandlers = Pick<
  AuditHandlers<RequestContext>,
  'listFailedWork' | 'retryFailedWork' | 'discardFailedWork' | 'listServices'
>;

const refKey = ({ service, kind, id }: FailedWorkRef): string => `${service} ${kind} ${id}`;

function groupsOf(items: readonly FailedWorkItem[]): FailedWorkGroup[] {
  const groups = new Map<string, { service: string; kind: FailedWorkRef['kind']; ids: string[] }>();
  for (const { service, kind, id } of items) {
    const group = groups.get(`${service} ${kind}`) ?? { service, kind, ids: [] };
    group.ids.push(id);
    groups.set(`${service} ${kind}`, group);
  }
  return [...groups.values()];
}

/** The operations on failed work, and the state of the services. */
export function failedWorkHandlers({ database, failedWork, serviceUrls }: FailedWorkDependencies): FailedWorkHandlers {
  async function record(
    context: RequestContext,
    item: FailedWorkItem,
    act: FailedWorkAction,
    reason?: string,
  ): Promise<void> {
    const { service, kind, id, name, key, error, attempts } = item;
    const change = changeMade(context, {
      resource: 'failed-work',
      resourceId: id.slice(0, 200),
      label: `${name} ${key}`,
      action: act === 'retry' ? 'retried' : 'discarded',
      before: { service, kind, attempts, error },
      ...(reason === undefined ? {} : { reason }),
    });
    await saveChange(database, service, change, { id: newId() });
  }

  /** Each item is recorded before it is acted on, so that nothing is done that the log does not have. */
  async function act(context: RequestContext, what: FailedWorkAction, refs: readonly FailedWorkRef[], reason?: string) {
    const wanted = new Set(refs.map(refKey));
    const { items } = await failedWork.list();
    const found = items.filter(item => wanted.has(refKey(item)));
    for (const item of found) await record(context, item, what, reason);
    for (const group of groupsOf(found)) await failedWork.act(what, group);
    return { status: 200, body: { count: found.length } } as const;
  }

  return {
    listFailedWork: async () => ({ status: 200, body: await failedWork.list() }),
    retryFailedWork: ({ body }, context) => act(context, 'retry', body.items),
    discardFailedWork: ({ body }, context) => act(context, 'discard', body.items, body.reason),
    listServices: async () => ({ status: 200, body: { items: await readServices(serviceUrls) } }),
  };
}
