import { isObject, type Json } from '../document/json.ts';
import { ajvAccepts } from './confirm.ts';
import { isValid } from './evaluate.ts';
import { schemaItem } from './item.ts';
import { keywordTypes, type SchemaDocument } from './schema-document.ts';
import { Solver } from './solver.ts';

/** Whether every instance of one schema is valid under another. Only `yes` is safe. */
export type Verdict =
  | { answer: 'yes' }
  | { answer: 'no'; counterexample: Json }
  | { answer: 'unknown'; reason: string };

const unconfirmed: Verdict = {
  answer: 'unknown',
  reason: 'the validator does not confirm the counterexample that was found',
};

export interface ComparisonOptions {
  /**
   * Objects of the sender hold only keys that its schemas declare, as those of a server and its clients do, and free
   * ones hold none that the receiver comes to name; without it, only what a schema excludes is excluded, as JSON Schema
   * says.
   */
  declaredOnly?: boolean;
  /** How many cases one comparison may look at before it answers unknown. */
  steps?: number;
}

/** Compares what one document's schemas let out with what another's take; remembers what it found. */
export class Comparison {
  readonly #sender: SchemaDocument;
  readonly #receiver: SchemaDocument;
  readonly #solver: Solver;

  /** The two documents must be two objects even where they say the same. */
  constructor(sender: SchemaDocument, receiver: SchemaDocument, options: ComparisonOptions = {}) {
    this.#sender = sender;
    this.#receiver = receiver;
    this.#solver = new Solver({ closed: options.declaredOnly ? sender : undefined, steps: options.steps ?? 4000 });
  }

  /** Whether the two say the same but for annotations. */
  same(sent: Json, received: Json): boolean {
    return this.#solver.same(this.#sender, sent, this.#receiver, received);
  }

  /**
   * Whether every instance of `sent` is valid under `received`. A `no` has an instance that ajv confirms. A schema that
   * contradicts itself and so admits nothing proves nothing: it is unknown unless it says all that `received` says.
   */
  within(sent: Json, received: Json): Verdict {
    return this.confirmed(this.likely(sent, received), sent, received);
  }

  /** As `within`, but the instance of a `no` is not confirmed by ajv, which has to compile the schemas. */
  likely(sent: Json, received: Json): Verdict {
    if (this.same(sent, received)) return { answer: 'yes' };
    const wanted = schemaItem(this.#sender, sent, true);
    const outcome = this.#solver.ask([wanted, schemaItem(this.#receiver, received, false)]);
    if (outcome.kind === 'unknown') return { answer: 'unknown', reason: outcome.reason };
    if (outcome.kind === 'some') {
      const counterexample = outcome.instance;
      const holds = isValid(this.#sender, sent, counterexample) && !isValid(this.#receiver, received, counterexample);
      return holds ? { answer: 'no', counterexample } : unconfirmed;
    }
    const admits = this.#solver.ask([wanted]).kind !== 'none';
    if (admits || this.#saysNothing(sent) || this.#saysAll(sent, received)) return { answer: 'yes' };
    return { answer: 'unknown', reason: 'the schema contradicts itself: it admits nothing' };
  }

  /**
   * The verdict, where it is a `no` only if ajv takes its instance under the one schema and refuses it under the other.
   */
  confirmed(verdict: Verdict, sent: Json, received: Json): Verdict {
    if (verdict.answer !== 'no') return verdict;
    const { counterexample } = verdict;
    const holds =
      ajvAccepts(this.#sender, sent, counterexample) === true &&
      ajvAccepts(this.#receiver, received, counterexample) === false;
    return holds ? verdict : unconfirmed;
  }

  #saysNothing(schema: Json): boolean {
    const target = this.#sender.deref(schema);
    return target === false || (isObject(target) && Array.isArray(target.enum) && target.enum.length === 0);
  }

  #saysAll(sent: Json, received: Json): boolean {
    const from = this.#sender.deref(sent);
    const to = this.#receiver.deref(received);
    if (!isObject(to)) return to === true;
    if (!isObject(from)) return false;
    return Object.keys(to)
      .filter(keyword => keywordTypes.has(keyword))
      .every(
        keyword =>
          from[keyword] !== undefined && this.#solver.sameKeyword(this.#sender, from, this.#receiver, to, keyword),
      );
  }
}
