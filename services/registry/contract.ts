import { createHash } from 'node:crypto';
import { canonical } from '../platform/http/idempotency.ts';

export interface Version {
  major: number;
  minor: number;
  patch: number;
  prerelease: string | null;
}

/**
 * Reads a semantic version (semver.org, section 2 and 9); undefined for any other text. Build metadata does not count.
 */
export function parseVersion(text: string): Version | undefined {
  const match = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/.exec(text);
  if (!match) return undefined;
  return { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3]), prerelease: match[4] ?? null };
}

function compareIdentifiers(a: string, b: string): number {
  const numeric = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (numeric[0] && numeric[1]) return Number(a) - Number(b);
  if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function comparePrereleases(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const [left, right] = [a.split('.'), b.split('.')];
  for (const [index, identifier] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = compareIdentifiers(identifier, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Precedence of semantic versions (semver.org, section 11): negative when `a` comes before `b`. */
export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch || comparePrereleases(a.prerelease, b.prerelease);
}

/**
 * SHA-256 of a document's canonical JSON (RFC 8785), in hexadecimal: how members were ordered or spaced does not count.
 */
export const sha256 = (document: unknown): string => createHash('sha256').update(canonical(document)).digest('hex');

export interface Description {
  title: string;
  owner?: string;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/**
 * What a document says of itself; a sentence where it is not an OpenAPI 3.x or AsyncAPI 3.x document of that version.
 * @param kind what it is published as
 */
export function describe(kind: 'openapi' | 'asyncapi', version: string, document: unknown): Description | string {
  const specification = member(document, kind);
  if (typeof specification !== 'string' || !specification.startsWith('3.'))
    return `The document has no member "${kind}" that says 3.x.`;
  const info = member(document, 'info');
  const title = member(info, 'title');
  if (typeof title !== 'string' || title === '') return 'The document has no title (info.title).';
  if (member(info, 'version') !== version)
    return `The document says it is version ${String(member(info, 'version'))} (info.version), not ${version}.`;
  const owner = member(info, 'x-owner');
  return typeof owner === 'string' ? { title, owner } : { title };
}
