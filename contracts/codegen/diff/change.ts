import type { Json } from '../document/json.ts';
import type { Part, Place } from './contract-version.ts';

/** What is known of the use of something that changes. */
export interface UsageVerdict {
  /** `unmeasured` where nothing was measured for as long as it would have to be. */
  used: 'yes' | 'no' | 'unmeasured';
  /** In words, one line each. */
  text: string[];
}

/**
 * What a change does: it breaks somebody, it may (or nothing proves that it does not), it adds something that may be
 * used, or nobody needs to act.
 */
export type Severity = 'breaking' | 'warning' | 'addition' | 'info';
export const severities: readonly Severity[] = ['breaking', 'warning', 'addition', 'info'];

/** Whose code meets a change. */
export type Audience = 'clients that send' | 'clients that read' | 'the server' | 'consumers' | 'producers';

export interface Change {
  /** Stable name of the rule. */
  id: string;
  severity: Severity;
  message: string;
  contract: string;
  /** The operations or channels that it reaches. */
  at: string[];
  hits: Audience[];
  before?: Place;
  after?: Place;
  /** How to come to the same end without breaking anybody. */
  safeWay?: string;
  /** An instance that was right and no longer is. */
  counterexample?: Json;
  /** Why it could not be proven safe. */
  unproven?: string;
  /** Who used what it reaches, where a registry was asked. */
  usage?: UsageVerdict;
  /** The workflows that it breaks, with their steps: `paidOrder (buy)`. */
  workflows?: string[];
}

export interface Found {
  id: string;
  severity: Severity;
  message: string;
  hits: readonly Audience[];
  before?: Part | undefined;
  after?: Part | undefined;
  safeWay?: string | undefined;
  counterexample?: Json | undefined;
  unproven?: string | undefined;
}

/** Collects what the rules find; the same thing reached from many operations is one change. */
export class Changes {
  readonly #contract: string;
  readonly #found = new Map<string, { found: Found; at: Set<string> }>();

  constructor(contract: string) {
    this.#contract = contract;
  }

  add(at: string, found: Found): void {
    const place = (part: Part | undefined): string => (part ? part.path.join('/') : '');
    const key = `${found.id} ${place(found.before)} ${place(found.after)} ${found.message}`;
    const known = this.#found.get(key);
    if (!known) {
      this.#found.set(key, { found, at: new Set(at === '' ? [] : [at]) });
      return;
    }
    if (at !== '') known.at.add(at);
    if (severities.indexOf(found.severity) < severities.indexOf(known.found.severity)) known.found = found;
  }

  /** Adds what another comparison found, without what a third one found as well. */
  addNew(found: Changes, known: Changes): void {
    const key = ({ id, message }: Found): string => `${id} ${message}`;
    const keys = new Set([...known.#found.values()].map(entry => key(entry.found)));
    for (const entry of found.#found.values()) {
      if (keys.has(key(entry.found))) continue;
      for (const at of entry.at.size === 0 ? [''] : entry.at) this.add(at, entry.found);
    }
  }

  /** The worst first, then in the order of the documents. */
  list(): Change[] {
    return [...this.#found.values()]
      .map(({ found, at }) => ({
        id: found.id,
        severity: found.severity,
        message: found.message,
        contract: this.#contract,
        at: [...at],
        hits: [...found.hits],
        ...(found.before && { before: found.before.place() }),
        ...(found.after && { after: found.after.place() }),
        ...(found.safeWay !== undefined && { safeWay: found.safeWay }),
        ...(found.counterexample !== undefined && { counterexample: found.counterexample }),
        ...(found.unproven !== undefined && { unproven: found.unproven }),
      }))
      .sort((left, right) => severities.indexOf(left.severity) - severities.indexOf(right.severity));
  }
}
