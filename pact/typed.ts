import { MatchersV3 } from '@pact-foundation/pact';

const { boolean, eachLike, fromProviderState, integer, like, nullValue, regex, uuid } = MatchersV3;

type Rule = MatchersV3.Matcher<unknown>;
export type Example =
  | null
  | boolean
  | number
  | string
  | Rule
  | readonly Example[]
  | { readonly [name: string]: Example };
type Rules = Rule | readonly Rules[] | { readonly [name: string]: Rules };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function isRule(value: object): value is Rule {
  return MatchersV3.isMatcher(value);
}

/**
 * An example as the rule for whatever is like it: any uuid for a uuid, any time for a time, one such item or more for a
 * list, any list for an empty one. What must be as it stands is said with `exactly`.
 */
export function typed(example: Example): Rules {
  if (example === null) return nullValue();
  if (typeof example === 'boolean') return boolean(example);
  if (typeof example === 'number') return integer(example);
  if (typeof example === 'string') {
    if (UUID.test(example)) return uuid(example);
    return TIME.test(example) ? regex(TIME, example) : like(example);
  }
  if (isRule(example)) return example;
  if (isList(example)) return example[0] === undefined ? like([]) : eachLike(typed(example[0]));
  return Object.fromEntries(Object.entries(example).map(([name, value]) => [name, typed(value)]));
}

function isList(value: Example): value is readonly Example[] {
  return Array.isArray(value);
}

/** A value that its reader decides by. */
export function exactly(value: string | number | boolean): Rule {
  return MatchersV3.equal(value);
}

export type Chosen = MatchersV3.ProviderStateInjectedValue<string>;

/** A value of a request that the provider chooses at verification: what the state gives back under this name. */
export function chosenByState(name: string, example: string): Chosen {
  return fromProviderState(`\${${name}}`, example);
}

/** A path with an id that the provider chooses: what the state gives back takes the place of its name in braces. */
export function pathByState(path: string, name: string, example: string): Chosen {
  return fromProviderState(path.replace(`{${name}}`, `\${${name}}`), path.replace(`{${name}}`, example));
}

/** A signed token (RFC 7515, compact). */
export function aToken(example: string): Rule {
  return regex(/^[\w-]+\.[\w-]+\.[\w-]+$/, example);
}

/** Any object. */
export const anything: Rule = like({});
