import semver from 'semver';
import type { Contact } from '../../generated/registry/types.ts';
import { fingerprintOf } from '../platform/fingerprint.ts';

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
  if (!/^\d/.test(text)) return undefined;
  const version = semver.parse(text);
  if (version === null) return undefined;
  const { major, minor, patch, prerelease } = version;
  return { major, minor, patch, prerelease: prerelease.length === 0 ? null : prerelease.join('.') };
}

const textOf = ({ major, minor, patch, prerelease }: Version): string =>
  `${major}.${minor}.${patch}${prerelease === null ? '' : `-${prerelease}`}`;

/** Precedence of semantic versions (semver.org, section 11): negative when `a` comes before `b`. */
export const compareVersions = (a: Version, b: Version): number => semver.compare(textOf(a), textOf(b));

/**
 * SHA-256 of a document's canonical JSON (RFC 8785), in hexadecimal: how members were ordered or spaced does not count.
 */
export const sha256: (document: unknown) => string = fingerprintOf;

export interface Description {
  title: string;
  owner?: string;
  contact?: Contact;
}

/** A member of a JSON value; undefined where it is no object or has none of this name. */
export function member(value: unknown, name: string): unknown {
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
  const contact = contactOf(document);
  return { title, ...(typeof owner === 'string' ? { owner } : {}), ...(contact && { contact }) };
}

const EMAIL = /^[^\s@]+@[^\s@]+$/;

/**
 * Who answers for a contract, by its `info.contact`; undefined where it names nobody. What is no address of its kind is
 * left out: an e-mail address that is none, or a URL that is not of the web, is no link.
 */
export function contactOf(document: unknown): Contact | undefined {
  const contact = member(member(document, 'info'), 'contact');
  const text = (name: string) => {
    const value = member(contact, name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const name = text('name');
  const email = text('email');
  const url = text('url');
  const found = {
    ...(name === undefined ? {} : { name }),
    ...(email !== undefined && EMAIL.test(email) ? { email } : {}),
    ...(url !== undefined && /^https?:$/.test(URL.parse(url)?.protocol ?? '') ? { url } : {}),
  };
  return Object.keys(found).length === 0 ? undefined : found;
}
