import type { ApiError } from '../api/api-error.ts';

/** Values by field name; a field may be a part of a form's field. */
export type FieldValues = Readonly<Record<string, unknown>>;

/** A record as it was read, as this form would save it, and as somebody else has saved it. */
export interface Versions {
  before: FieldValues;
  mine: FieldValues;
  theirs: FieldValues;
}

export type Side = 'mine' | 'theirs';

export interface Differences {
  /** Fields that both changed, to different values. */
  both: readonly string[];
  /** Fields that only the other person changed. */
  theirs: readonly string[];
  /** Fields that only this form changed. */
  mine: readonly string[];
}

/** Whether a save failed because somebody else saved first (a version conflict). */
export function isConflict({ status, code }: Pick<ApiError, 'status' | 'code'>): boolean {
  return status === 412 || (status === 409 && code === 'version_conflict');
}

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left ?? null) === JSON.stringify(right ?? null);

/** The fields that differ between two versions. */
export function changedFields(before: FieldValues, after: FieldValues): readonly string[] {
  return differencesOf({ before, mine: after, theirs: before }).mine;
}

/** The three-way difference. A change that both made alike is none. */
export function differencesOf({ before, mine, theirs }: Versions): Differences {
  const names = [...new Set([before, mine, theirs].flatMap(parts => Object.keys(parts)))];
  const changed = (parts: FieldValues) =>
    names.filter(name => !same(parts[name], before[name]) && !same(mine[name], theirs[name]));
  const byMe = changed(mine);
  const byThem = changed(theirs);
  return {
    both: byMe.filter(name => byThem.includes(name)),
    theirs: byThem.filter(name => !byMe.includes(name)),
    mine: byMe.filter(name => !byThem.includes(name)),
  };
}

/** The fields that keep this form's value: those that only this form changed, and those chosen as `mine`. */
export function fieldsKeptMine(versions: Versions, chosen: Readonly<Record<string, Side>>): ReadonlySet<string> {
  const { mine, both } = differencesOf(versions);
  return new Set([...mine, ...both.filter(name => chosen[name] === 'mine')]);
}

/** The merged values: theirs, with the fields that keep this form's value. */
export function mergedValues(versions: Versions, chosen: Readonly<Record<string, Side>>): FieldValues {
  const kept = [...fieldsKeptMine(versions, chosen)].map(name => [name, versions.mine[name]] as const);
  return { ...versions.theirs, ...Object.fromEntries(kept) };
}
