import { type Json, type JsonObject, objectIn, stringIn, stringsIn } from '../document/json.ts';
import { deref } from '../openapi/deref.ts';

/** A `{name}` in the address of a channel. */
export interface AddressParameter {
  name: string;
  /** The values that it may have; empty where the document does not say. */
  values: string[];
  default: string | undefined;
}

/** The parameters of an address, in its order (AsyncAPI 3.0, Channel Address Expressions). */
export function addressParameters(
  document: JsonObject,
  channel: Json | undefined,
  address: string,
): AddressParameter[] {
  const names = new Set([...address.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name));
  return [...names].map(name => {
    const parameter = deref(document, objectIn(channel, 'parameters')[name]);
    return { name, values: stringsIn(parameter, 'enum'), default: stringIn(parameter, 'default') };
  });
}

/** Every address that the values of the parameters give. */
export function addressesOf(address: string, parameters: readonly AddressParameter[]): string[] {
  const [first, ...rest] = parameters;
  if (!first) return [address];
  return first.values.flatMap(value => addressesOf(address.replaceAll(`{${first.name}}`, value), rest));
}
