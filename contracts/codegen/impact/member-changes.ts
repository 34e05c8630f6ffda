import type { MemberId } from './code/members.ts';
import { type Declared, type MemberTable, nameOf, ownerOf, valuesOf } from './member-table.ts';

/** How what is generated differs between two versions of the contracts. */
export type MemberChange =
  | { kind: 'removed'; member: MemberId }
  | { kind: 'added'; member: MemberId; required: boolean }
  | { kind: 'became-optional' | 'became-required'; member: MemberId }
  /** Values of a list of literals; `null` is one where a member may be null now. */
  | { kind: 'values'; member: MemberId; added: readonly string[]; removed: readonly string[] }
  | { kind: 'type'; member: MemberId; before: string; after: string };

/**
 * Compares what is generated before and after. A type or an object that is gone is one change, not one for each of its
 * members; one that is new hits nobody.
 */
export function memberChanges(before: MemberTable, after: MemberTable): MemberChange[] {
  const changes = tableChanges(before, after);
  const requests = newRequests(before, after);
  if (requests.length === 0) return changes;
  // Services read the input, clients send the request: what must be sent is decided by the latter.
  const isAsked = ({ kind, member }: MemberChange): boolean =>
    (kind === 'added' || kind === 'became-required') && requests.some(input => isWithin(member, input));
  const asked = requests.flatMap(input => {
    const request = input.replace(/Input$/, 'Request');
    const as = new Map([...after].flatMap(([id, declared]) => renamed(id, request, input, declared)));
    const was = new Map([...before].filter(([id]) => isWithin(id, input)));
    return tableChanges(was, as).filter(isAsked);
  });
  return [...changes.filter(change => !isAsked(change)), ...asked];
}

/** The inputs of operations that clients sent as they are, and now send with defaults left out. */
function newRequests(before: MemberTable, after: MemberTable): MemberId[] {
  return [...before.keys()].filter(id => {
    const request = id.replace(/Input$/, 'Request');
    return request !== id && !before.has(request) && after.has(request);
  });
}

function isWithin(member: MemberId, owner: MemberId): boolean {
  return member === owner || member.startsWith(`${owner}.`);
}

function renamed(id: MemberId, from: MemberId, to: MemberId, declared: Declared): [MemberId, Declared][] {
  return isWithin(id, from) ? [[to + id.slice(from.length), declared]] : [];
}

function tableChanges(before: MemberTable, after: MemberTable): MemberChange[] {
  const changes: MemberChange[] = [];
  for (const [member, declared] of before) {
    const now = after.get(member);
    if (now) changes.push(...changed(member, declared, now));
    else if (member === ownerOf(member) || after.has(ownerOf(member))) changes.push({ kind: 'removed', member });
  }
  for (const [member, { optional }] of after)
    if (!before.has(member) && member !== ownerOf(member) && before.has(ownerOf(member)))
      changes.push({ kind: 'added', member, required: !optional });
  return changes;
}

function changed(member: MemberId, before: Declared, after: Declared): MemberChange[] {
  const changes: MemberChange[] = [];
  if (!before.optional && after.optional) changes.push({ kind: 'became-optional', member });
  if (before.optional && !after.optional) changes.push({ kind: 'became-required', member });
  const one = withoutUndefined(before);
  const other = withoutUndefined(after);
  if (one.join('|') === other.join('|')) return changes;
  const values = valuesOf(before);
  const valuesNow = valuesOf(after);
  const nullBefore = one.includes('null');
  const nullNow = other.includes('null');
  const rest = (types: readonly string[]): string => types.filter(type => type !== 'null').join(' | ');
  if (rest(one) === rest(other)) {
    const added = nullNow ? ['null'] : [];
    const removed = nullBefore ? ['null'] : [];
    return [...changes, { kind: 'values', member, added, removed }];
  }
  if (values && valuesNow) {
    const added = valuesNow.filter(value => !values.includes(value));
    const removed = values.filter(value => !valuesNow.includes(value));
    if (nullNow && !nullBefore) added.push('null');
    return [...changes, { kind: 'values', member, added, removed }];
  }
  return [...changes, { kind: 'type', member, before: rest(one), after: rest(other) }];
}

function withoutUndefined({ types }: Declared): string[] {
  return types.filter(type => type !== 'undefined').map(type => type.replace(/^'(.*)'$/, '"$1"'));
}

/** What a change does, for people: `orders Order.note is removed`. */
export function describeChange(change: MemberChange): string {
  const [file = '', name = nameOf(change.member)] = change.member.split('#');
  const subject = `${file.split('/')[0]} ${name}`;
  switch (change.kind) {
    case 'removed':
      return `${subject} is removed`;
    case 'added':
      return `${subject} is added${change.required ? ', required' : ''}`;
    case 'became-optional':
      return `${subject} may be missing`;
    case 'became-required':
      return `${subject} is required`;
    case 'values':
      return `${subject}: ${[
        ...change.added.map(value => `${value} is a new value`),
        ...change.removed.map(value => `${value} is no value any more`),
      ].join(', ')}`;
    case 'type':
      return `${subject}: ${change.before} becomes ${change.after}`;
  }
}
