import { relative } from 'node:path';
import type { Project } from '../config.ts';
import { matchesPattern } from '../document/glob.ts';
import { formatPointer } from '../document/json.ts';
import type { Finding } from './finding.ts';
import {
  blockingRules,
  leadsToOperation,
  type RuleException,
  type RuleFunction,
  type RuleSet,
  type RuleSetting,
  ruleSets,
  type Severity,
} from './rule-set.ts';

const defaults = ['covenant/recommended'];

/** The rules of a project: what it extends, with its own settings over them. */
export class ProjectRules {
  readonly #settings: Map<string, RuleSetting>;
  readonly #exceptions: { exception: RuleException; used: boolean }[];
  readonly #root: string;

  constructor({ root, extends: extended = defaults, rules = {}, exceptions = [] }: Project) {
    const sets = extended.map(set => (typeof set === 'string' ? (ruleSets[set] ?? {}) : set));
    this.#settings = new Map([...sets, rules].flatMap(set => Object.entries(set)));
    this.#exceptions = exceptions.map(exception => ({ exception, used: false }));
    this.#root = root;
  }

  /** Adds rules of other files, under the settings that the project has for them. */
  add(others: RuleSet): void {
    for (const [name, setting] of Object.entries(others))
      if (!this.#settings.has(name)) this.#settings.set(name, setting);
  }

  /**
   * How much the findings of a rule weigh. A rule that no set of the project has is off, but for those that stop
   * generation.
   */
  severity(rule: string): Severity | 'off' {
    const setting = this.#settings.get(rule) ?? (blockingRules.has(rule) ? 'error' : 'off');
    if (typeof setting === 'function') return 'error';
    return typeof setting === 'object' ? setting.severity : setting;
  }

  /** The project's own rules that are not off. */
  own(): [name: string, check: RuleFunction][] {
    return [...this.#settings].flatMap(([name, setting]): [string, RuleFunction][] => {
      if (this.severity(name) === 'off') return [];
      if (typeof setting === 'function') return [[name, setting]];
      return typeof setting === 'object' ? [[name, setting.check]] : [];
    });
  }

  /** How much a finding weighs: what its rule says, unless it is excepted. */
  judge(finding: Omit<Finding, 'severity'>): Severity | 'off' {
    const severity = this.severity(finding.rule);
    const found =
      severity === 'off' ? undefined : this.#exceptions.find(({ exception }) => this.#covers(exception, finding));
    if (!found) return severity;
    found.used = true;
    return 'off';
  }

  /**
   * Whether the project leaves out what stands at a place: it has an exception from `not-supported` there, or around
   * it, that names an operation or the path of several. Nothing else can be excepted from that rule.
   */
  leavesOut({ file, path = [] }: Pick<Finding, 'file' | 'path'>): boolean {
    const place = { file, path, line: 1, column: 1, rule: 'not-supported', message: '' };
    const found = this.#exceptions.find(
      ({ exception }) => leadsToOperation(exception.at ?? '') && this.#covers(exception, place),
    );
    if (found) found.used = true;
    return found !== undefined;
  }

  /** The exceptions that excepted nothing. */
  unusedExceptions(): RuleException[] {
    return this.#exceptions.filter(({ used }) => !used).map(({ exception }) => exception);
  }

  #covers({ rule, file, at }: RuleException, finding: Omit<Finding, 'severity'>): boolean {
    if (rule !== finding.rule) return false;
    if (file !== undefined && !matchesPattern(relative(this.#root, finding.file).replaceAll('\\', '/'), file))
      return false;
    if (at === undefined || at === '') return true;
    const pointer = formatPointer([...(finding.path ?? [])]);
    return pointer === at || pointer.startsWith(`${at}/`);
  }
}
