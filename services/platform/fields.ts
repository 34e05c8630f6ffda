/** Every field of T, also the optional ones: a caller must list all, so that a field that T gains does not compile. */
type EveryField<T> = {
  [Name in keyof Required<T>]: object extends Pick<T, Name> ? Required<T>[Name] | undefined : T[Name];
};

/**
 * An object of a contract, made of parts of other types. A caller must list every field, with `undefined` for a field
 * that is left out.
 */
export function everyField<T extends object>(fields: EveryField<T>): T;
export function everyField(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The fields that are marked `true`. */
type Copied<T, Fields> = {
  [Name in keyof T]: Name extends keyof Fields ? (Fields[Name] extends true ? Name : never) : never;
}[keyof T];

/**
 * A copy of an object of a contract without the fields marked `false`. A caller must list every field of the contract,
 * so a field that it gains does not compile. A field that the type does not know yet is copied.
 */
export function copyFields<T extends object, const Fields extends Readonly<Record<keyof T, boolean>>>(
  value: T,
  fields: Fields,
): Pick<T, Copied<T, Fields>>;
export function copyFields(value: object, fields: Readonly<Record<string, boolean>>): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !Object.hasOwn(fields, name) || fields[name]));
}
