import { parseArgs } from 'node:util';

/**
 * How a command ends: 0 all is well, 1 something was found (or is not fresh, or breaks somebody), 2 it was called or
 * configured in a way that it does not know, 3 the tool itself failed.
 */
export type ExitCode = 0 | 1 | 2 | 3;

export interface CommandResult {
  output: string;
  exitCode: ExitCode;
}

export interface Command {
  /** One line for the list of commands. */
  summary: string;
  /** What `--help` shows. */
  usage(): string | Promise<string>;
  run(args: readonly string[]): Promise<CommandResult>;
}

/** A call that a command does not know; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The options that are known, by whether they take a value, and what else was given; throws `UsageError`. */
export function parseOptions<Flag extends string, Value extends string = never>(
  args: readonly string[],
  flags: readonly Flag[],
  values: readonly Value[] = [],
): { flags: ReadonlySet<Flag>; values: Partial<Record<Value, string>>; rest: string[] } {
  const options = Object.fromEntries<{ type: 'boolean' | 'string' }>([
    ...flags.map(name => [name, { type: 'boolean' }] as const),
    ...values.map(name => [name, { type: 'string' }] as const),
  ]);
  try {
    const parsed = parseArgs({ args: [...args], allowPositionals: true, options });
    const given: Partial<Record<Value, string>> = {};
    for (const name of values) {
      const value = parsed.values[name];
      if (typeof value === 'string') given[name] = value;
    }
    return {
      flags: new Set(flags.filter(name => parsed.values[name] === true)),
      values: given,
      rest: parsed.positionals,
    };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The one thing that may be given beside options; throws `UsageError` for more. */
export function onlyOne(rest: readonly string[], otherwise: string): string {
  const [first = otherwise, second] = rest;
  if (second !== undefined) throw new UsageError(`${second} is one argument too many`);
  return first;
}
