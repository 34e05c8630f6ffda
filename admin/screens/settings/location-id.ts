import type { Location } from '../../../generated/inventory/types.ts';
import { foldText } from '../../../look/fold-text.ts';

/** The id derived from a location's name: `North warehouse` gives `north-warehouse`. */
export function locationIdOf(name: string): string {
  return foldText(name)
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '');
}

/** The problem of a location's id; undefined where it is valid. */
export function locationIdProblem(id: string, taken: readonly Pick<Location, 'id' | 'name'>[]): string | undefined {
  const other = taken.find(location => location.id === id);
  if (other) return `${other.name} has it.`;
  return /^[a-z0-9-]{1,60}$/.test(id) ? undefined : 'Small letters, digits and hyphens only.';
}
