import { Comparison, type Verdict } from '../compare/compare.ts';
import { SchemaDocument } from '../compare/schema-document.ts';
import { type Json, valueAt } from '../document/json.ts';
import { schemaAdvice } from './advice.ts';
import type { Changes, Severity } from './change.ts';
import type { ContractVersion, Part } from './contract-version.ts';
import type { SchemaFact } from './schema-facts.ts';
import { SchemaGraph, type SchemaPair } from './schema-graph.ts';
import type { Direction, Note } from './schema-notes.ts';
import { type SchemaViews, schemaViews, withOpenEnums } from './schema-views.ts';
import type { Unchanged } from './unchanged.ts';

/** Whose schema is judged: what sends it decides which changes are against whom. */
export interface Subject {
  direction: Direction;
  /** The beginning of its rules' names: `request-body`, `response-header`. */
  name: string;
  /** What people call it: `body of POST /orders`. */
  called: string;
  /** The operation that it belongs to. */
  at: string;
}

const worst: readonly Severity[] = ['info', 'addition', 'warning', 'breaking'];

/**
 * Judges changes of schemas: whether what the one side sends is still valid for the other decides what is breaking; the
 * rules of keywords say what it was.
 */
export class SchemaJudge {
  readonly #before: ContractVersion;
  readonly #after: ContractVersion;
  readonly #changes: Changes;
  readonly #views: { before: SchemaViews; after: SchemaViews };
  readonly #comparisons: Record<Direction, Comparison>;
  readonly #graph: SchemaGraph;
  readonly #verdicts: Record<Direction, Map<SchemaPair, Verdict>> = { request: new Map(), response: new Map() };
  #tolerant: { comparison: Comparison; receiver: SchemaDocument } | undefined;

  constructor(before: ContractVersion, after: ContractVersion, unchanged: Unchanged, changes: Changes) {
    this.#before = before;
    this.#after = after;
    this.#changes = changes;
    this.#views = { before: schemaViews(before.document), after: schemaViews(after.document) };
    const options = { declaredOnly: true, steps: 20_000 };
    this.#comparisons = {
      request: new Comparison(this.#views.before.request, this.#views.after.request, options),
      response: new Comparison(this.#views.after.response, this.#views.before.response, options),
    };
    this.#graph = new SchemaGraph(unchanged, (from, to) => this.#comparisons.request.same(from, to));
  }

  /** Judges two versions of one schema; a version without one takes anything. */
  judge(before: Part | undefined, after: Part | undefined, subject: Subject): void {
    if (!before || !after) return;
    const pair = this.#graph.pair(before, after);
    if (pair) new Walk(this, subject, this.#changes).root(pair);
  }

  verdict(pair: SchemaPair, direction: Direction): Verdict {
    const known = this.#verdicts[direction].get(pair);
    if (known) return known;
    const [before, after] = this.#values(pair, direction);
    const comparison = this.#comparisons[direction];
    const verdict = direction === 'request' ? comparison.within(before, after) : comparison.within(after, before);
    this.#verdicts[direction].set(pair, verdict);
    return verdict;
  }

  /** The verdict of a reader that expects values it does not know. */
  tolerantVerdict(pair: SchemaPair): Verdict {
    if (!this.#tolerant) {
      const receiver = new SchemaDocument(withOpenEnums(this.#views.before.response.root), '2020-12');
      const options = { declaredOnly: true, steps: 20_000 };
      this.#tolerant = { receiver, comparison: new Comparison(this.#views.after.response, receiver, options) };
    }
    const { comparison, receiver } = this.#tolerant;
    const [, after] = this.#values(pair, 'response');
    return comparison.within(after, valueAt(receiver.root, pair.before.path) ?? true);
  }

  /** What one keyword alone does to those who send. */
  verdictOfKeyword(keyword: string, from: Json | undefined, to: Json | undefined, direction: Direction): Verdict {
    const one = new SchemaDocument(from === undefined ? true : { [keyword]: from });
    const other = new SchemaDocument(to === undefined ? true : { [keyword]: to });
    const [sender, receiver] = direction === 'request' ? [one, other] : [other, one];
    return new Comparison(sender, receiver).within(sender.root, receiver.root);
  }

  #values(pair: SchemaPair, direction: Direction): [before: Json, after: Json] {
    const of = (contract: ContractVersion, view: SchemaDocument, part: Part): Json =>
      view.root === contract.document ? part.value : (valueAt(view.root, part.path) ?? true);
    return [
      of(this.#before, this.#views.before[direction], pair.before),
      of(this.#after, this.#views.after[direction], pair.after),
    ];
  }
}

/** One way through the pairs below a schema. */
class Walk {
  readonly #judge: SchemaJudge;
  readonly #subject: Subject;
  readonly #changes: Changes;
  readonly #visited = new Map<SchemaPair, Set<boolean>>();
  #worst: Severity = 'info';

  constructor(judge: SchemaJudge, subject: Subject, changes: Changes) {
    this.#judge = judge;
    this.#subject = subject;
    this.#changes = changes;
  }

  root(pair: SchemaPair): void {
    this.#visit(pair, false, false);
    const verdict = this.#judge.verdict(pair, this.#subject.direction);
    if (verdict.answer !== 'no' || this.#worst === 'breaking') return;
    // Only values that were added were found: is that all?
    const { direction } = this.#subject;
    const rest = direction === 'response' ? this.#judge.tolerantVerdict(pair) : verdict;
    if (rest.answer !== 'yes') this.#incompatible(pair, rest, false);
  }

  /** Reports what changed at and below a pair; true where it tells why the schemas are not compatible. */
  #visit(pair: SchemaPair, trusted: boolean, property: boolean): boolean {
    const seen = this.#visited.get(pair) ?? new Set<boolean>();
    if (seen.has(trusted)) return true;
    this.#visited.set(pair, seen.add(trusted));
    const verdict: Verdict = trusted ? { answer: 'yes' } : this.#judge.verdict(pair, this.#subject.direction);
    let explained = false;
    for (const fact of pair.facts) explained = this.#fact(pair, fact, verdict, property) || explained;
    for (const note of pair.notes) explained = this.#note(pair, note, verdict, property) || explained;
    for (const child of pair.below) {
      explained = this.#visit(child.pair, verdict.answer === 'yes', property || child.property) || explained;
    }
    if (verdict.answer === 'yes') return false;
    if (!explained) this.#incompatible(pair, verdict, property);
    return true;
  }

  #fact(pair: SchemaPair, fact: SchemaFact, whole: Verdict, property: boolean): boolean {
    const { direction } = this.#subject;
    const against = fact.effect === 'changed' || (fact.effect === 'narrowed') === (direction === 'request');
    if (!against) {
      this.#add(pair, fact, property, direction === 'request' ? 'addition' : 'info');
      return false;
    }
    const verdict = fact.alone && whole.answer !== 'yes' ? this.#alone(pair, fact, fact.alone) : whole;
    const tolerated = direction === 'response' && fact.kind === 'enum-value-added';
    if (verdict.answer === 'yes') this.#add(pair, fact, property, 'info');
    else if (verdict.answer === 'unknown') this.#add(pair, fact, property, 'warning', verdict);
    else this.#add(pair, fact, property, tolerated ? 'warning' : 'breaking', verdict);
    return verdict.answer !== 'yes';
  }

  #alone(pair: SchemaPair, fact: SchemaFact, keyword: string): Verdict {
    const from = valueAt(pair.before.value, [keyword]);
    const to = valueAt(pair.after.value, [keyword]);
    const verdict = this.#judge.verdictOfKeyword(keyword, from, to, this.#subject.direction);
    // The counterexample of the whole schema shows more than one of the keyword.
    const whole = this.#judge.verdict(pair, this.#subject.direction);
    return verdict.answer === 'no' && whole.answer === 'no' && pair.facts.length === 1 && fact.alone ? whole : verdict;
  }

  #note(pair: SchemaPair, note: Note, verdict: Verdict, property: boolean): boolean {
    const { direction } = this.#subject;
    const counts = note.against[direction] && verdict.answer !== 'yes';
    if (!counts) this.#add(pair, note, property, note.severity[direction]);
    else this.#add(pair, note, property, verdict.answer === 'no' ? 'breaking' : 'warning', verdict);
    return counts;
  }

  #incompatible(pair: SchemaPair, verdict: Verdict, property: boolean): void {
    const proven = verdict.answer === 'no';
    const fact = {
      kind: proven ? 'incompatible' : 'unproven',
      text: proven ? 'no longer takes what was valid' : 'cannot be proven compatible',
      before: pair.before,
      after: pair.after,
    };
    if (this.#subject.direction === 'response' && proven) fact.text = 'may hold what was not valid before';
    this.#add(pair, fact, property, proven ? 'breaking' : 'warning', verdict);
  }

  #add(
    pair: SchemaPair,
    { kind, text, before, after }: Pick<SchemaFact, 'kind' | 'text' | 'before' | 'after'>,
    property: boolean,
    severity: Severity,
    verdict?: Verdict,
  ): void {
    const { direction, name, called, at } = this.#subject;
    if (worst.indexOf(severity) > worst.indexOf(this.#worst)) this.#worst = severity;
    const subject =
      property && !name.includes('parameter') && !name.includes('header') ? `${direction}-property` : name;
    const id = /property/.test(kind) && subject.endsWith('-property') ? `${direction}-${kind}` : `${subject}-${kind}`;
    const acts = severity === 'breaking' || severity === 'warning';
    this.#changes.add(at, {
      id,
      severity,
      message: `${label(pair.after, called)}: ${text}`,
      hits: severity === 'info' ? [] : [direction === 'request' ? 'clients that send' : 'clients that read'],
      before,
      after,
      safeWay: acts ? schemaAdvice(kind, direction) : undefined,
      counterexample: verdict?.answer === 'no' ? verdict.counterexample : undefined,
      unproven: verdict?.answer === 'unknown' ? verdict.reason : undefined,
    });
  }
}

/** What people call a schema: `Order.lines[].sku` in a component, else what it belongs to. */
function label({ path }: Part, called: string): string {
  const component = path[0] === 'components' && path[1] === 'schemas';
  const start = component ? 3 : path.lastIndexOf('schema') + 1;
  const rest = start === 0 ? [] : path.slice(start);
  let text = component ? String(path[2]) : called;
  for (let index = 0; index < rest.length; index += 1) {
    const key = rest[index];
    if (key === 'properties' && index + 1 < rest.length) {
      text += `${component || text !== called ? '.' : ' › '}${rest[index + 1]}`;
      index += 1;
    } else if (key === 'items') text += '[]';
  }
  return text;
}
