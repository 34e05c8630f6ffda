import type { Change } from '../change.ts';
import { Changes } from '../change.ts';
import type { ContractVersion } from '../contract-version.ts';
import { channelsChanged } from './channels.ts';
import { MessageRules } from './messages.ts';
import { eventOperationsChanged } from './operations.ts';

/**
 * What changed between two versions of an AsyncAPI document. A transitive promise is compared with the `earlier`
 * versions, too, the newest of them first.
 */
export function compareAsyncapi(
  before: ContractVersion,
  after: ContractVersion,
  earlier: readonly ContractVersion[] = [],
): Change[] {
  const changes = new Changes(after.name);
  const rules = new MessageRules(before, after, changes);
  for (const pair of channelsChanged(before, after, changes)) rules.compare(pair);
  eventOperationsChanged(before, after, changes);
  for (const version of earlier) againstEarlier(version, before, after, changes);
  return changes.list();
}

/** What breaks a transitive promise towards an earlier version now, and did not before. */
function againstEarlier(
  version: ContractVersion,
  before: ContractVersion,
  after: ContractVersion,
  changes: Changes,
): void {
  const promised = new Map(
    channelsChanged(before, after, new Changes('')).map(pair => [pair.called, pair.compatibility] as const),
  );
  const since = (later: ContractVersion): Changes => {
    const found = new Changes(after.name);
    const rules = new MessageRules(version, later, found);
    for (const pair of channelsChanged(version, later, new Changes(''))) {
      const compatibility = promised.get(pair.called);
      if (compatibility?.transitive) rules.compare({ ...pair, compatibility });
    }
    return found;
  };
  changes.addNew(since(after), since(before));
}

/** Whether a channel of the document promises something towards all of its earlier versions. */
export function promisesTransitively({ document }: ContractVersion): boolean {
  return JSON.stringify(document).includes('_TRANSITIVE"');
}

/** The channels whose compatibility is promised: by `x-compatibility`, or by the Kafka binding of a message. */
export function promisedChannels(contract: ContractVersion): Set<string> {
  const promised = new Set<string>();
  for (const [key, channel] of contract.root.in('channels')?.parts() ?? []) {
    const bindings = (channel.in('messages')?.parts() ?? []).map(([, message]) => message.in('bindings')?.in('kafka'));
    const named = [channel.text('x-compatibility'), ...bindings.map(kafka => kafka?.text('compatibility'))];
    if (named.some(name => name !== undefined && name.toUpperCase() !== 'NONE')) promised.add(key);
  }
  return promised;
}
