/**
 * Every field of T, the optional ones as well: one that T gains does not compile until somebody says what its value is.
 */
type EveryField<T> = {
  [Name in keyof Required<T>]: object extends Pick<T, Name> ? Required<T>[Name] | undefined : T[Name];
};

/**
 * An object of a contract, made of parts that are not of its type. Each of its fields must be named, `undefined` for
 * one that it shall not have.
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
 * A copy of an object of a contract without the fields marked `false`. Each field that the contract declares must be
 * named: one that it gains does not compile until somebody says whether it goes along. What the type does not know yet
 * goes along.
 */
export function copyFields<T extends object, const Fields extends Readonly<Record<keyof T, boolean>>>(
  value: T,
  fields: Fields,
): Pick<T, Copied<T, Fields>>;
export function copyFields(value: object, fields: Readonly<Record<string, boolean>>): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !Object.hasOwn(fields, name) || fields[name]));
}
