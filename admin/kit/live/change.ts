import type { Change } from '../../../generated/edge/types.ts';
import { isObject } from '../api/request-body.ts';
import { parseFeedMessage } from './feed-message.ts';

/** The change in a message of the stream; undefined where it is none. */
export function parseChange(data: string): Change | undefined {
  const { id, at, resource, resourceId, parent, actor } = parseFeedMessage(data) ?? {};
  if (
    typeof id !== 'string' ||
    typeof at !== 'string' ||
    typeof resource !== 'string' ||
    typeof resourceId !== 'string'
  )
    return undefined;
  const above = parentOf(parent);
  const who = actorOf(actor);
  return who && { id, at, resource, resourceId, ...(above && { parent: above }), actor: who };
}

function parentOf(value: unknown): Change['parent'] {
  if (!isObject(value) || typeof value.resource !== 'string' || typeof value.resourceId !== 'string') return undefined;
  return { resource: value.resource, resourceId: value.resourceId };
}

function actorOf(value: unknown): Change['actor'] | undefined {
  if (!isObject(value)) return undefined;
  const { kind, id, email } = value;
  if ((kind !== 'staff' && kind !== 'shopper' && kind !== 'service') || typeof id !== 'string') return undefined;
  return { kind, id, ...(typeof email === 'string' && { email }) };
}
