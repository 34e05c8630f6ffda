import type { SourceCache } from '../document/source.ts';
import type { Severity } from './rule-set.ts';

/** Something that a rule objects to, where it was written. */
export interface Finding {
  file: string;
  line: number;
  column: number;
  rule: string;
  message: string;
  severity: Severity;
  /** The keys that lead to the place, where it is a value of the file. */
  path?: readonly (string | number)[];
}

/** Finds that a finding weighs as much, or nothing at all: `off`. */
type Judge = (finding: Omit<Finding, 'severity'>) => Severity | 'off';

/** Collects findings; a rule reports by file and path, the position is looked up. */
export class Findings {
  readonly #found = new Map<string, Finding>();
  readonly #cache: SourceCache;
  #judge: Judge = () => 'error';

  constructor(cache: SourceCache) {
    this.#cache = cache;
  }

  add(rule: string, file: string, path: readonly (string | number)[], message: string): void {
    const { line, column } = this.#cache.read(file).locate(path);
    this.put({ file, line, column, rule, message, path });
  }

  /** The same thing found from two documents that share a file is one finding. */
  put(finding: Omit<Finding, 'severity'>): void {
    const key = `${finding.file}:${finding.line}:${finding.column} ${finding.rule} ${finding.message}`;
    if (this.#found.has(key)) return;
    const severity = this.#judge(finding);
    if (severity !== 'off') this.#found.set(key, { ...finding, severity });
  }

  /** From now on findings weigh what this says. */
  judgeBy(judge: Judge): void {
    this.#judge = judge;
  }

  /** Whether something was found that keeps a contract from being carried through, or that a rule calls an error. */
  get hasErrors(): boolean {
    return [...this.#found.values()].some(({ severity }) => severity === 'error');
  }

  /** By file, then position. */
  sorted(): Finding[] {
    return [...this.#found.values()].sort(
      (left, right) =>
        left.file.localeCompare(right.file) ||
        left.line - right.line ||
        left.column - right.column ||
        left.rule.localeCompare(right.rule),
    );
  }
}
