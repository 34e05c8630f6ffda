import type { AdminField } from '../../../contracts/codegen/runtime/admin.ts';

/**
 * Placement of a column in the two lines of a row on a phone: at the right of the title, or in the line below,
 * `alone` where the value explains itself, else with its label (`2 items`, `Captured $7.01`). `hidden` where other
 * columns say the same; `line`, a line of its own, for what comes after the rows and must move nothing.
 */
export type MobilePlacement = 'aside' | 'alone' | 'counted' | 'labelled' | 'hidden' | 'line';

/** Kinds that need a label where a row has two of them. */
const alike: ReadonlySet<AdminField['kind']> = new Set(['money', 'time', 'date']);

/**
 * Placements of a list's columns except the first, which is the title. A status stands at the right, else an amount.
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

/** Whether an enum is a status rather than a type. */
export function isState({ kind, name }: AdminField): boolean {
  return kind === 'enum' && /(status|state|outcome|verdict)$/i.test(name);
}
