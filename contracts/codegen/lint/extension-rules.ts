import { isName, walk } from '../document/walk.ts';
import { validatorOf } from '../openapi/validator-of.ts';
import { violations } from '../runtime/check.ts';
import { closestName } from './closest-name.ts';
import type { Contract } from './contract.ts';
import { type ExtensionPlace, extensions } from './extension-schemas.ts';

const checks = new Map(Object.entries(extensions).map(([name, { schema }]) => [name, validatorOf({}, schema)]));

/** Extensions are a vocabulary: each is known, stands where it means something, and has a value that it can have. */
export function extensionRule({ bundle, report }: Contract): void {
  walk(bundle.document, (object, path) => {
    for (const [key, value] of Object.entries(object)) {
      if (!key.startsWith('x-') || isName([...path, key])) continue;
      const extension = Object.hasOwn(extensions, key) ? extensions[key] : undefined;
      const check = checks.get(key);
      const at = [...path, key];
      if (!extension || !check) {
        const names = Object.keys(extensions);
        const meant = closestName(key, names);
        const hint = meant === undefined ? `extensions are ${names.join(', ')}` : `is ${meant} meant?`;
        report('unknown-extension', at, `${key} is not known; ${hint}`);
        continue;
      }
      const place = placeOf(path);
      if (!place || !extension.places.includes(place))
        report('extension-place', at, `${key} belongs to ${extension.places.join(' or ')}`);
      else if (!check(value)) {
        const [first] = violations(check, '');
        report(
          'extension-value',
          at,
          `${key}${first?.path ? ` at ${first.path}` : ''} ${first?.message ?? 'is not valid'}`,
        );
      }
    }
  });
}

function placeOf(path: (string | number)[]): ExtensionPlace | undefined {
  const [top, , third] = path;
  if (top === 'info') return 'info';
  if (top === 'channels' && path.length === 2) return 'channel';
  const isComponent = top === 'components' && path[1] === 'schemas' && path.length === 3;
  if (isComponent || (isName(path) && path.at(-2) === 'properties')) return 'schema';
  return top === 'paths' && path.length === 3 && typeof third === 'string' ? 'operation' : undefined;
}
