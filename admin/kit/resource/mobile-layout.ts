import type { AdminField } from '../../../contracts/codegen/runtime/admin.ts';

/**
 * Where a column stands in the two lines that a row is on a phone: at the right of the title, or in the line below it,
 * there alone where the value says what it is, else with its label (`2 items`, `Captured $7.01`). `hidden` is for what
 * the rest says already.
 */
export type MobilePlacement = 'aside' | 'alone' | 'counted' | 'labelled' | 'hidden';

/** Kinds of values that tell nothing where there are two of them. */
const alike: ReadonlySet<AdminField['kind']> = new Set(['money', 'time', 'date']);

/**
 * The places of a list's columns but the first, which is the title. At the right is how the thing is, else what it is
 * worth.
 */
export function mobilePlacements(columns: readonly AdminField[]): ReadonlyMap<string, MobilePlacement> {
  const [, ...others] = columns;
  const aside = others.find(isState) ?? others.find(({ kind }) => kind === 'money');
  const below = others.filter(field => field !== aside);
  const isOnly = ({ kind }: AdminField) => below.filter(field => field.kind === kind).length === 1;
  const placeOf = (field: AdminField): MobilePlacement => {
    if (field === aside) return 'aside';
    if (field.kind === 'number' || field.kind === 'list') return 'counted';
    if (field.kind === 'boolean' || (alike.has(field.kind) && !isOnly(field))) return 'labelled';
    return 'alone';
  };
  return new Map(others.map(field => [field.name, placeOf(field)]));
}

/** An enum that says how something is, not which one it is. */
export function isState({ kind, name }: AdminField): boolean {
  return kind === 'enum' && /(status|state|outcome|verdict)$/i.test(name);
}
