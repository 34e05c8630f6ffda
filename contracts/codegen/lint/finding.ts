import type { SourceCache } from '../document/source.ts';

/** Something that a rule objects to, where it was written. */
export interface Finding {
  file: string;
  line: number;
  column: number;
  rule: string;
  message: string;
}

/** Collects findings; a rule reports by file and path, the position is looked up. */
export class Findings {
  readonly #found = new Map<string, Finding>();
  readonly #cache: SourceCache;

  constructor(cache: SourceCache) {
    this.#cache = cache;
  }

  add(rule: string, file: string, path: readonly (string | number)[], message: string): void {
    const { line, column } = this.#cache.read(file).locate(path);
    this.put({ file, line, column, rule, message });
  }

  /** The same thing found from two documents that share a file is one finding. */
  put(finding: Finding): void {
    this.#found.set(`${finding.file}:${finding.line}:${finding.column} ${finding.rule} ${finding.message}`, finding);
  }

  get size(): number {
    return this.#found.size;
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
