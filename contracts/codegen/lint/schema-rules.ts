import { isObject, objectIn, refOf } from '../document/json.ts';
import { walk } from '../document/walk.ts';
import { knownFormats } from '../runtime/formats.ts';
import { fieldsOf, holdsText } from '../support/secret-fields.ts';
import type { Contract } from './contract.ts';

/** A format that no validator knows would look like a check and be none; said once of each. */
export function formatRule({ bundle, report }: Contract): void {
  const places = new Map<string, (string | number)[][]>();
  walk(bundle.document, (object, path) => {
    const { format, type } = object;
    if (typeof format !== 'string' || type === undefined || isObject(type) || knownFormats.has(format)) return;
    places.set(format, [...(places.get(format) ?? []), [...path, 'format']]);
  });
  for (const [format, [first = [], ...others]] of places) {
    const more = others.length === 0 ? '' : ` (here and at ${others.length} more)`;
    report('known-format', first, `The format ${format} is not known, so nothing would check it${more}`);
  }
}

/** Names that people give to secrets, and to nothing else. */
const SECRET_NAME =
  /(?:password|passphrase|passcode|secret|token|credential|privateKey|apiKey|recoveryCodes?|otp|totp)$/i;
/** Names that secrets share with much else: the code of a second factor, and that of a discount or a country. */
const SHARED_NAME = /(?:codes?|pin|links?|url|uri|key)$/i;
/** What is said of something that proves who somebody is. */
const PROOF =
  /\b(?:(?:second|two)[ -]?factor|one[ -]?time|[2m]fa|[ht]?otp|otpauth|authenticator|recovery|verification (?:code|link)|verify|invitation|password reset|magic link|sign[ -]?in|log[ -]?in)\b/i;

/**
 * What has the name of a secret, or a name that some secrets have where the words around it speak of a proof, says
 * whether it is one (`x-secret`), so that it is not written down by accident.
 */
export function secretMarked({ bundle, report }: Contract): void {
  for (const { name, schema, at, words } of fieldsOf(bundle.document)) {
    if (!holdsText(schema) || typeof schema['x-secret'] === 'boolean' || schema.enum !== undefined) continue;
    if (SECRET_NAME.test(name))
      report('secret-marked', at, `${name} has the name of a secret: x-secret must say whether it is one`);
    else if (SHARED_NAME.test(name) && PROOF.test(words))
      report('secret-marked', at, `${name} may prove who somebody is: x-secret must say whether it is a secret`);
  }
}

/** The component schemas that something outside of `components.schemas` leads to, by name. */
export function usedSchemas({ bundle }: Contract): Set<string> {
  const { document } = bundle;
  const schemas = objectIn(objectIn(document, 'components'), 'schemas');
  const used = new Set<string>();
  const follow = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(follow);
    if (!isObject(value)) return;
    const name = /^#\/components\/schemas\/([^/]+)/.exec(refOf(value) ?? '')?.[1];
    if (name !== undefined && !used.has(name)) {
      used.add(name);
      follow(schemas[name]);
    }
    Object.values(value).forEach(follow);
  };
  for (const [key, value] of Object.entries(document)) {
    if (key !== 'components') follow(value);
    else for (const [kind, entries] of Object.entries(objectIn(document, key))) if (kind !== 'schemas') follow(entries);
  }
  return used;
}
