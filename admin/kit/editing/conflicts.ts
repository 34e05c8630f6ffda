import type { ApiError } from '../api/api-error.ts';

/** The values of a thing by the name of each part: of a form its fields, or finer. */
export type FieldValues = Readonly<Record<string, unknown>>;

/** A thing as it was read, as it was to be saved, and as somebody else saved it meanwhile. */
export interface Versions {
  before: FieldValues;
  mine: FieldValues;
  theirs: FieldValues;
}

export type Side = 'mine' | 'theirs';

export interface Differences {
  /** What both changed, and not to the same. */
  both: readonly string[];
  /** What only they changed. */
  theirs: readonly string[];
  /** What only this form changed. */
  mine: readonly string[];
}

/** Whether something was not saved because somebody else saved it meanwhile. */
export function isConflict({ status, code }: Pick<ApiError, 'status' | 'code'>): boolean {
  return status === 412 || (status === 409 && code === 'version_conflict');
}

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left ?? null) === JSON.stringify(right ?? null);

/** The parts in which a thing is not any more what it was. */
export function changedFields(before: FieldValues, after: FieldValues): readonly string[] {
  return differencesOf({ before, mine: after, theirs: before }).mine;
}

/** Where the three differ. What both changed to the same is no difference. */
export function differencesOf({ before, mine, theirs }: Versions): Differences {
  const names = [...new Set([before, mine, theirs].flatMap(parts => Object.keys(parts)))];
  const changed = (parts: FieldValues) =>
    names.filter(name => !same(parts[name], before[name]) && !same(mine[name], theirs[name]));
  const [byMe, byThem] = [changed(mine), changed(theirs)];
  return {
    both: byMe.filter(name => byThem.includes(name)),
    theirs: byThem.filter(name => !byMe.includes(name)),
    mine: byMe.filter(name => !byThem.includes(name)),
  };
}

/** The parts that stay as this form has them: those that nobody else touched, and what was chosen of the others. */
export function fieldsKeptMine(versions: Versions, chosen: Readonly<Record<string, Side>>): ReadonlySet<string> {
  const { mine, both } = differencesOf(versions);
  return new Set([...mine, ...both.filter(name => chosen[name] === 'mine')]);
}

/** What is to be saved in the end: theirs, with the parts that stay mine. */
export function mergedValues(versions: Versions, chosen: Readonly<Record<string, Side>>): FieldValues {
  const kept = [...fieldsKeptMine(versions, chosen)].map(name => [name, versions.mine[name]] as const);
  return { ...versions.theirs, ...Object.fromEntries(kept) };
}
