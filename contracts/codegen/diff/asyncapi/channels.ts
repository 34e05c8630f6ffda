import { type Json, valueAt } from '../../document/json.ts';
import { canonical } from '../../runtime/schema/equality.ts';
import type { Changes } from '../change.ts';
import type { ContractVersion, Part } from '../contract-version.ts';
import { compatibilityOf, isWeaker } from './compatibility.ts';
import type { MessagePair } from './messages.ts';

const nextTopic = 'Publish on a topic of the next version beside the old one until no consumer reads the old one.';

/** The channels of both versions: what was taken away or moved is reported, messages that both have are returned. */
export function channelsChanged(before: ContractVersion, after: ContractVersion, changes: Changes): MessagePair[] {
  const from = before.root.in('channels');
  const to = after.root.in('channels');
  const pairs: MessagePair[] = [];
  for (const [key, channel] of from?.parts() ?? []) {
    const other = to?.in(key) ?? byAddress(to, channel);
    if (!other) {
      changes.add(key, {
        id: 'channel-removed',
        severity: 'breaking',
        message: `channel ${key} removed`,
        hits: ['consumers'],
        before: channel,
        after: to ?? after.root,
        safeWay: 'Mark it deprecated, and keep publishing until no consumer reads it.',
      });
      continue;
    }
    addressChanged(key, channel, other, changes);
    bindingsChanged(key, channel, other, changes);
    promiseChanged(key, channel, other, changes);
    pairs.push(...messagesOf(key, channel, other, changes));
  }
  const known = new Set(
    (from?.parts() ?? []).map(([key, channel]) => (to?.in(key) ? key : (addressOf(channel) ?? key))),
  );
  for (const [key, channel] of to?.parts() ?? []) {
    if (known.has(key) || known.has(addressOf(channel) ?? key)) continue;
    const found = { id: 'channel-added', severity: 'addition', message: `channel ${key} added`, hits: [] } as const;
    changes.add(key, { ...found, before: from ?? before.root, after: channel });
  }
  return pairs;
}

function byAddress(channels: Part | undefined, channel: Part): Part | undefined {
  const address = addressOf(channel);
  return address === undefined ? undefined : channels?.parts().find(([, other]) => addressOf(other) === address)?.[1];
}

function addressOf(channel: Part): string | undefined {
  return channel.in('bindings')?.in('kafka')?.text('topic') ?? channel.text('address');
}

function addressChanged(key: string, before: Part, after: Part, changes: Changes): void {
  const from = addressOf(before);
  const to = addressOf(after);
  if (from === to) return;
  changes.add(key, {
    id: 'channel-address-changed',
    severity: 'breaking',
    message: `channel ${key}: ${from ?? 'no address'} → ${to ?? 'no address'}`,
    hits: ['consumers'],
    before: before.raw('address') ?? before,
    after: after.raw('address') ?? after,
    safeWay: nextTopic,
  });
}

function bindingsChanged(key: string, before: Part, after: Part, changes: Changes): void {
  const read = (part: Part, ...path: string[]): Json | undefined => valueAt(part.value, ['bindings', 'kafka', ...path]);
  const place = { before: before.in('bindings') ?? before, after: after.in('bindings') ?? after };
  const from = read(before, 'partitions');
  const to = read(after, 'partitions');
  if (typeof from === 'number' && typeof to === 'number' && from !== to) {
    changes.add(key, {
      id: to < from ? 'channel-partitions-decreased' : 'channel-partitions-increased',
      severity: to < from ? 'breaking' : 'warning',
      message: `channel ${key}: partitions ${from} → ${to}`,
      hits: ['consumers'],
      ...place,
      safeWay:
        to < from
          ? nextTopic
          : 'Keys move to other partitions: let consumers drain the topic first, or accept that order breaks once.',
    });
  }
  const names = new Set(
    [before, after].flatMap(part =>
      Object.keys(part.in('bindings')?.in('kafka')?.in('topicConfiguration')?.value ?? {}),
    ),
  );
  for (const name of names) {
    const old = read(before, 'topicConfiguration', name);
    const next = read(after, 'topicConfiguration', name);
    if (canonical(old ?? null) === canonical(next ?? null)) continue;
    const shorter =
      name.startsWith('retention') &&
      typeof old === 'number' &&
      typeof next === 'number' &&
      next >= 0 &&
      (old < 0 || next < old);
    const severity = name === 'cleanup.policy' || shorter ? 'warning' : 'info';
    changes.add(key, {
      id: 'channel-topic-configuration-changed',
      severity,
      message: `channel ${key}: ${name} ${say(old)} → ${say(next)}`,
      hits: severity === 'warning' ? ['consumers'] : [],
      ...place,
      ...(severity === 'warning' && { safeWay: 'Tell consumers that read late or from the beginning.' }),
    });
  }
  const others = new Set([before, after].flatMap(part => Object.keys(part.in('bindings')?.value ?? {})));
  for (const protocol of others) {
    const old = before.in('bindings')?.in(protocol);
    const next = after.in('bindings')?.in(protocol);
    if (protocol === 'kafka' || canonical(old?.value ?? null) === canonical(next?.value ?? null)) continue;
    changes.add(key, {
      id: 'channel-binding-changed',
      severity: 'warning',
      message: `channel ${key}: binding of ${protocol} changed`,
      hits: ['consumers'],
      before: old ?? before,
      after: next ?? after,
      safeWay: nextTopic,
    });
  }
}

function promiseChanged(key: string, before: Part, after: Part, changes: Changes): void {
  const from = before.text('x-compatibility') ?? 'NONE';
  const to = after.text('x-compatibility') ?? 'NONE';
  if (from === to) return;
  const weaker = isWeaker(from, to);
  changes.add(key, {
    id: weaker ? 'channel-compatibility-weakened' : 'channel-compatibility-changed',
    severity: weaker ? 'warning' : 'info',
    message: `channel ${key}: promises ${to}, before ${from}`,
    hits: weaker ? ['consumers'] : [],
    before: before.raw('x-compatibility') ?? before,
    after: after.raw('x-compatibility') ?? after,
    ...(weaker && { safeWay: 'Keep the promise for this topic; make another one for the next.' }),
  });
}

/** The messages of a channel that both versions have. What they promised before binds them. */
function messagesOf(key: string, before: Part, after: Part, changes: Changes): MessagePair[] {
  const action = actionOf(before);
  const pairs: MessagePair[] = [];
  const from = before.in('messages');
  const to = after.in('messages');
  for (const [name, message] of from?.parts() ?? []) {
    const other = to?.in(name);
    const called = `message ${name} of ${key}`;
    if (other) {
      pairs.push({
        called,
        channel: key,
        before: message,
        after: other,
        compatibility: compatibilityOf(before, message, action),
      });
      continue;
    }
    changes.add(key, {
      id: 'message-removed',
      severity: 'breaking',
      message: `${called} removed`,
      hits: ['consumers'],
      before: message,
      after: to ?? after,
      safeWay: 'Mark it deprecated, and keep publishing it until nobody handles it.',
    });
  }
  for (const [name, message] of to?.parts() ?? []) {
    if (from?.in(name)) continue;
    const found = { id: 'message-added', severity: 'addition', hits: [] } as const;
    changes.add(key, { ...found, message: `message ${name} of ${key} added`, before: from ?? before, after: message });
  }
  return pairs;
}

/** What the service does with a channel: what its first operation says. */
function actionOf(channel: Part): 'send' | 'receive' {
  for (const [, operation] of channel.contract.root.in('operations')?.parts() ?? []) {
    const path = operation.in('channel')?.path.join('/');
    if (path === channel.path.join('/')) return operation.text('action') === 'receive' ? 'receive' : 'send';
  }
  return 'send';
}

function say(value: Json | undefined): string {
  return value === undefined ? 'none' : typeof value === 'string' ? value : canonical(value);
}
