import { z } from 'zod';

/** The values that a request takes from a state (`fromState`), by their names. */
export type StateValues = Promise<Record<string, string>> | Promise<void>;

/** The parameters of a state as a pact has them. */
export const paramsSchema = z.record(z.string(), z.union([z.string(), z.number()])).default({});

/** What puts a provider into a state. `enter` throws a `ZodError` for parameters that it does not take. */
export interface ProviderState<Params> {
  enter(params: Params): StateValues;
}

/** The provider states of a provider by name. */
export type States = Readonly<Record<string, ProviderState<Record<string, string | number>>>>;

/** A state without parameters. */
export function state(enter: () => StateValues): ProviderState<Record<string, never>> {
  return { enter };
}

/** A state with parameters; `shape` checks those that a pact has. */
export function stateOf<Shape extends z.ZodRawShape>(
  shape: Shape,
  enter: (params: z.output<z.ZodObject<Shape>>) => StateValues,
): ProviderState<z.output<z.ZodObject<Shape>>> {
  const schema = z.strictObject(shape);
  return { enter: async params => (await enter(schema.parse(params))) ?? {} };
}

/** What an interaction is given: a state of the provider, and the parameters that it takes. */
export type Given<Table> = {
  [Name in keyof Table & string]: Table[Name] extends ProviderState<infer Params>
    ? Record<string, never> extends Params
      ? { state: Name }
      : { state: Name; params: Params }
    : never;
}[keyof Table & string];
