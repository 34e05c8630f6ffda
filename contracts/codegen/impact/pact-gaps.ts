import { consumerOf } from './code/consumers.ts';
import { type Edge, edgesOf } from './code/edges.ts';
import type { MemberId } from './code/members.ts';
import { ownersOf } from './code/text-uses.ts';
import type { Use } from './code/use.ts';
import { type MemberTable, nameOf, ownerOf } from './member-table.ts';
import type { PactUse } from './pact-members.ts';

/** What lies between the code of a consumer and its pact with a provider. */
export interface PactGap {
  consumer: string;
  provider: string;
  /** The code has this edge, and nobody wrote a pact. */
  noPact: boolean;
  /** Operations that code calls and events that it handles, which no interaction is about. */
  untested: MemberId[];
  /** Fields that a pact asks for and no code reads: a provider must keep them for nothing. */
  unread: MemberId[];
  /** Fields that code reads and no pact asks for: a provider may take them away. */
  unasked: { member: MemberId; use: Use }[];
}

const reading = ['reads', 'passes', 'shows'];

/** Compares the map of calls and events that the code has with the pacts, down to fields. */
export function pactGaps(uses: readonly Use[], pacts: readonly PactUse[], table: MemberTable): PactGap[] {
  const edges = edgesOf(uses);
  const read = readByConsumer(uses);
  return edges.map(edge => {
    const pact = pacts.find(({ consumer, provider }) => consumer === edge.consumer && provider === edge.provider);
    const of = new Set(pact?.interactions.map(interaction => interaction.of));
    const asked = new Set(pact?.interactions.flatMap(interaction => (isRefusal(interaction) ? [] : interaction.asked)));
    const reachable = reachableFrom(edge, table);
    const own = read.get(edge.consumer) ?? new Map<MemberId, Use>();
    return {
      consumer: edge.consumer,
      provider: edge.provider,
      noPact: pact === undefined,
      untested: usedBy(edge).filter(member => !of.has(member)),
      unread: [...asked].filter(
        member =>
          !own.has(member) && !isRead(member, own, asked) && !isChecked(member, table) && !isWhole(member, own, table),
      ),
      unasked: [...own]
        .filter(([member]) => reachable.has(member) && !asked.has(member))
        .map(([member, use]) => ({ member, use })),
    };
  });
}

/** Bodies of refusals are problems, which the runtime reads. */
function isRefusal({ status }: { status?: number }): boolean {
  return (status ?? 200) >= 400;
}

/** Consumers refuse events without the fields that their contract requires, read or not. */
function isChecked(member: MemberId, table: MemberTable): boolean {
  return member.includes('/events#') && table.get(member)?.optional === false;
}

/** A field of a value that is passed on as a whole, to a database or into a log. */
function isWhole(member: MemberId, own: ReadonlyMap<MemberId, Use>, table: MemberTable): boolean {
  const file = member.split('#')[0];
  const types = [...own.keys()].filter(id => id.startsWith(`${file}#`) && !id.includes('.'));
  return types.some(type => member.startsWith(`${type}.`) || membersBelow(type, table).has(member));
}

/** Every member that is reached from a type. */
function membersBelow(type: MemberId, table: MemberTable): Set<MemberId> {
  const children = childrenOf(table);
  const reached = new Set<MemberId>();
  const queue = [type];
  for (let owner = queue.pop(); owner !== undefined; owner = queue.pop())
    for (const member of children.get(owner) ?? []) {
      if (reached.has(member)) continue;
      reached.add(member);
      queue.push(...ownersOf(table, member));
    }
  return reached;
}

/** A list or an object counts as read when a field in it is. */
function isRead(member: MemberId, own: ReadonlyMap<MemberId, Use>, asked: ReadonlySet<MemberId>): boolean {
  return [...own.keys()].some(id => id.startsWith(`${member}.`) && asked.has(id));
}

function usedBy({ provider, operations, events }: Edge): MemberId[] {
  return [
    ...operations.map(operation => `${provider}/client#${operation}`),
    ...events.map(event => `${provider}/handlers#${event}`),
  ];
}

/**
 * The first use of each field by each consumer. One that is passed on as another generated field is read where that is.
 */
function readByConsumer(uses: readonly Use[]): Map<string, Map<MemberId, Use>> {
  const read = new Map<string, Map<MemberId, Use>>();
  const passed: Use[] = [];
  for (const use of uses) {
    if (!reading.includes(use.kind) || !/\/(types|events)#/.test(use.member)) continue;
    if (use.becomes !== undefined) passed.push(use);
    else put(read, use);
  }
  for (let again = true; again; ) {
    again = false;
    for (const use of passed) {
      const own = read.get(consumerOf(use.file));
      if (own?.has(use.becomes ?? '') && !own.has(use.member)) {
        put(read, use);
        again = true;
      }
    }
  }
  return read;
}

function put(read: Map<string, Map<MemberId, Use>>, use: Use): void {
  const consumer = consumerOf(use.file);
  const own = read.get(consumer) ?? new Map<MemberId, Use>();
  if (!own.has(use.member)) own.set(use.member, use);
  read.set(consumer, own);
}

/** The fields of the answers and payloads that an edge is about. */
function reachableFrom({ provider, operations, events }: Edge, table: MemberTable): Set<MemberId> {
  const starts = [
    ...operations.map(
      operation => `${provider}/types#${operation[0]?.toUpperCase()}${operation.slice(1)}Response.body`,
    ),
    ...events.map(event => `${provider}/events#${event}`),
  ];
  const reached = new Set<MemberId>();
  const queue = starts.flatMap(start => ownersOf(table, start)).filter(owner => nameOf(owner) !== 'Problem');
  const seen = new Set(queue);
  const below = childrenOf(table);
  for (let owner = queue.pop(); owner !== undefined; owner = queue.pop())
    for (const member of below.get(owner) ?? []) {
      reached.add(member);
      for (const next of ownersOf(table, member))
        if (!seen.has(next)) {
          seen.add(next);
          queue.push(next);
        }
    }
  return reached;
}

const known = new WeakMap<MemberTable, Map<MemberId, MemberId[]>>();

function childrenOf(table: MemberTable): Map<MemberId, MemberId[]> {
  const already = known.get(table);
  if (already) return already;
  const children = new Map<MemberId, MemberId[]>();
  known.set(table, children);
  for (const member of table.keys()) {
    const owner = ownerOf(member);
    if (owner !== member) children.set(owner, [...(children.get(owner) ?? []), member]);
  }
  return children;
}
