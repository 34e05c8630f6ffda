/** Where progress goes: `process.stdout`, or an array in a test. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
}

/** Tells how far a step is; shown when the step takes long. */
export type Report = (text: string) => void;

export interface Steps {
  /** Runs one step and prints its name with the time it took; what it returns in the second place is printed beside. */
  step<T>(name: string, run: (report: Report) => Promise<T>, note?: (value: T) => string): Promise<T>;
  /** Prints a line of its own between the steps. */
  print(line: string): void;
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const quietFor = 10_000;

/**
 * Progress, a line a step: steps run side by side, so a line is printed when a step ends, and every ten seconds while
 * it goes on.
 */
export function createSteps(output: Output, now: () => number = Date.now): Steps {
  const print = (line: string): void => void output.write(`${line}\n`);
  return {
    print,
    async step(name, run, note) {
      const began = now();
      let last = '';
      const alive = setInterval(() => print(`  … ${name} (${seconds(now() - began)})${last && `: ${last}`}`), quietFor);
      try {
        const value = await run(text => {
          last = text;
        });
        const extra = note?.(value);
        print(`  ✓ ${name} (${seconds(now() - began)})${extra ? ` ${extra}` : ''}`);
        return value;
      } catch (error) {
        if ((error as Error).name !== 'AbortError') print(`  ✗ ${name} (${seconds(now() - began)})`);
        throw error;
      } finally {
        clearInterval(alive);
      }
    },
  };
}
