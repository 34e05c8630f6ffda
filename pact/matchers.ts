import { MatchersV3 } from '@pact-foundation/pact';

const { boolean, eachLike, fromProviderState, integer, like, nullValue, regex, uuid } = MatchersV3;

type Matcher = MatchersV3.Matcher<unknown>;
export type Example =
  | null
  | boolean
  | number
  | string
  | Matcher
  | readonly Example[]
  | { readonly [name: string]: Example };
type Matchers = Matcher | readonly Matchers[] | { readonly [name: string]: Matchers };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function isMatcher(value: object): value is Matcher {
  return MatchersV3.isMatcher(value);
}

/**
 * The matcher of an example: any UUID for a UUID, any time for a time, one or more of its items for a list, any list
 * for an empty one. `exactly` keeps a value as it is.
 */
export function matcherOf(example: Example): Matchers {
  if (example === null) return nullValue();
  if (typeof example === 'boolean') return boolean(example);
  if (typeof example === 'number') return integer(example);
  if (typeof example === 'string') {
    if (UUID.test(example)) return uuid(example);
    return TIME.test(example) ? regex(TIME, example) : like(example);
  }
  if (isMatcher(example)) return example;
  if (isList(example)) return example[0] === undefined ? like([]) : eachLike(matcherOf(example[0]));
  return Object.fromEntries(Object.entries(example).map(([name, value]) => [name, matcherOf(value)]));
}

function isList(value: Example): value is readonly Example[] {
  return Array.isArray(value);
}

/** Matches one value, for values that the consumer decides by. */
export function exactly(value: string | number | boolean): Matcher {
  return MatchersV3.equal(value);
}

export type ProviderValue = MatchersV3.ProviderStateInjectedValue<string>;

/** A request value that the provider state returns under this name at verification. */
export function fromState(name: string, example: string): ProviderValue {
  return fromProviderState(`\${${name}}`, example);
}

/** A path whose `{name}` is replaced by the value that the provider state returns. */
export function pathFromState(path: string, name: string, example: string): ProviderValue {
  return fromProviderState(path.replace(`{${name}}`, `\${${name}}`), path.replace(`{${name}}`, example));
}

/** A signed token (RFC 7515, compact). */
export function tokenLike(example: string): Matcher {
  return regex(/^[\w-]+\.[\w-]+\.[\w-]+$/, example);
}

/** Any object. */
export const anything: Matcher = like({});
