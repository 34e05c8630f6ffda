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

/** Names that people give to secrets. */
const SECRET_NAME = /(?:password|secret|token|credential|privateKey|apiKey|recoveryCodes?)$/i;

/** What has the name of a secret says whether it is one (`x-secret`), so that it is not written down by accident. */
export function secretMarked({ bundle, report }: Contract): void {
  for (const { name, schema, at } of fieldsOf(bundle.document)) {
    if (!SECRET_NAME.test(name) || !holdsText(schema) || typeof schema['x-secret'] === 'boolean') continue;
    report('secret-marked', at, `${name} has the name of a secret: x-secret must say whether it is one`);
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
