import type { Change } from '../diff/change.ts';
import type { ContractDifference } from '../diff/report/report.ts';
import { partOf } from './code/consumers.ts';
import { type MemberId, serviceOf } from './code/members.ts';
import type { Hit, Hits } from './hits.ts';
import { describeChange, type MemberChange } from './member-changes.ts';
import { nameOf } from './member-table.ts';
import type { PactUse } from './pact-members.ts';

/** A change of the contracts and everything that it hits. */
export interface Impact {
  /** `orders Order.note is removed`. */
  what: string;
  member: MemberId;
  kind: MemberChange['kind'];
  /** What `covenant diff` says of it. */
  findings: Change[];
  /** Places in code, by the page, screen or service that they belong to. */
  parts: ImpactedPart[];
  /** Pacts that no longer hold: `storefront-orders: for an order by its token`. */
  pacts: string[];
}

export interface ImpactedPart {
  name: string;
  /** Whether it is the service whose contract it is: it has to follow its own contract. */
  own: boolean;
  hits: Hit[];
}

/** A change that code does not see: who calls what it is about. */
export interface OtherChange {
  finding: Change;
  calledBy: string[];
}

export interface ImpactReport {
  base: string;
  head: string;
  impacts: Impact[];
  others: OtherChange[];
}

export interface ImpactInput {
  base: string;
  head: string;
  changes: readonly MemberChange[];
  hits: Hits;
  pacts: readonly PactUse[];
  differences: readonly ContractDifference[];
  /** The operation of `GET /orders/{orderId}` of a service, as code calls it: `orders/client#getOrder`. */
  operationAt(service: string, at: string): MemberId | undefined;
}

/** Joins what changed in what is generated with who uses it, and with what `covenant diff` found. */
export function joinImpact(input: ImpactInput): ImpactReport {
  const { base, head, changes, hits, pacts, differences } = input;
  const attributed = new Set<Change>();
  const findings = differences.flatMap(({ name, changes: found }) =>
    found.map(finding => ({ finding, service: name.replace(/^.*\//, '').replace(/\.\w+$/, '') })),
  );
  // A pact holds where nothing breaks: an object that gets a name is another type, and the same answer; and what code
  // calls an operation is not in its requests.
  const breaking = findings.filter(
    ({ finding: { id, severity, hits: met } }) =>
      met.length > 0 && (severity === 'breaking' || severity === 'warning') && !id.startsWith('operation-id-'),
  );
  const broken = new Set(breaking.map(({ service }) => service));
  const operations = new Set(
    breaking.flatMap(({ finding, service }) => finding.at.flatMap(at => input.operationAt(service, at) ?? [])),
  );
  const reachedBy = (pact: PactUse): PactUse => ({
    ...pact,
    interactions: pact.interactions.filter(({ of }) => !of.includes('/client#') || operations.has(of)),
  });
  const impacts = changes.map(change => {
    const own = findings
      .filter(({ finding, service }) => service === serviceOf(change.member) && isAbout(finding, change))
      .map(({ finding }) => finding);
    for (const finding of own) attributed.add(finding);
    return {
      what: describeChange(change),
      member: change.member,
      kind: change.kind,
      findings: own,
      parts: partsOf(hits.of(change), serviceOf(change.member)),
      pacts: brokenPacts(change, pacts.filter(({ provider }) => broken.has(provider)).map(reachedBy)),
    };
  });
  const others = findings
    .filter(({ finding }) => !attributed.has(finding) && finding.id !== 'version-too-low' && finding.hits.length > 0)
    .map(({ finding, service }) => ({
      finding,
      calledBy: unique(
        finding.at.flatMap(at => {
          const member = input.operationAt(service, at);
          return member === undefined ? [] : hits.usesOf(member).map(({ file }) => partOf(file));
        }),
      ),
    }));
  return { base, head, impacts: impacts.filter(isReported), others };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

/** Additions that hit nobody are what `covenant diff` is for; a type that nobody names is reported by its operation. */
function isReported({ member, kind, parts, pacts }: Impact): boolean {
  const isType = /\/(types|events|server|producers)#/.test(member) && !member.includes('.');
  return parts.length > 0 || pacts.length > 0 || (kind !== 'added' && !isType);
}

function isAbout({ before, after, message }: Change, { member }: MemberChange): boolean {
  const path = member.slice(member.indexOf('#') + 1).split('.');
  return [before, after].some(place => {
    if (!place) return false;
    const keys = place.pointer.split('/').slice(1);
    const names = keys.filter((_key, at) => keys[at - 1] === 'properties' || (keys[at - 1] === 'schemas' && at < 3));
    const isOwner = names.length === path.length - 1 && names.every((name, at) => name === path[at]);
    if (isOwner) return message.includes(`property ${path.at(-1)} `);
    return names.length === path.length && names.every((name, at) => name === path[at]);
  });
}

function partsOf(hits: readonly Hit[], service: string): ImpactedPart[] {
  const parts = new Map<string, ImpactedPart>();
  for (const hit of hits) {
    const name = partOf(hit.file);
    const part = parts.get(name) ?? { name, own: name === service, hits: [] };
    part.hits.push(hit);
    parts.set(name, part);
  }
  return [...parts.values()].sort((one, other) => Number(one.own) - Number(other.own));
}

/** The interactions that ask for what is gone, or send what is no longer taken. */
function brokenPacts(change: MemberChange, pacts: readonly PactUse[]): string[] {
  const { member, kind } = change;
  if (kind === 'added' || kind === 'became-required') return [];
  const isBelow = (id: MemberId): boolean => id === member || id.startsWith(`${member}.`);
  // A new value is taken where it is sent; where it is read, a pact holds the values that it has.
  const narrows = change.kind !== 'values' || change.removed.length > 0;
  const isMissed = (ids: readonly MemberId[]): boolean => narrows && ids.some(isBelow);
  return pacts
    .filter(({ provider }) => provider === serviceOf(member))
    .flatMap(({ consumer, provider, interactions }) =>
      interactions
        .filter(
          ({ of, asked, sent, status }) =>
            isMissed(asked) ||
            (kind !== 'became-optional' && isMissed(sent)) ||
            isSameOperation(of, member) ||
            losesStatus(change, of, status),
        )
        .map(({ description }) => `${consumer}-${provider}: ${description}`),
    );
}

function isSameOperation(of: MemberId, member: MemberId): boolean {
  return /\/(client|handlers)#/.test(member) && of === member;
}

function losesStatus(change: MemberChange, of: MemberId, status: number | undefined): boolean {
  if (change.kind !== 'values' || !change.member.endsWith('Response.status')) return false;
  const operation = nameOf(change.member.replace(/Response\.status$/, ''));
  const called = nameOf(of);
  const isSame = operation.toLowerCase() === called.toLowerCase();
  return isSame && change.removed.includes(String(status));
}
