import { Comparison, type Verdict } from '../compare/compare.ts';
import { SchemaDocument } from '../compare/schema-document.ts';
import { type Json, valueAt } from '../document/json.ts';
import { schemaAdvice } from './advice.ts';
import type { Audience, Changes, Severity } from './change.ts';
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
  /** Who meets a change, where it is not clients. */
  hits?: Audience;
  /** How to come to the same end, where it is not the way of an API. */
  safeWay?: string;
  /** Readers refuse what they do not know, new values of a list among it. */
  strict?: boolean;
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
  readonly #confirmed: Record<Direction, Map<SchemaPair, [Verdict, Verdict]>> = {
    request: new Map(),
    response: new Map(),
  };
  readonly #prepared: Record<Direction, Set<SchemaPair>> = { request: new Set(), response: new Set() };
  readonly #tolerantVerdicts = new Map<SchemaPair, Verdict>();
  #tolerant: { comparison: Comparison; receiver: SchemaDocument } | undefined;

  /** `declaredOnly`: what is sent holds only keys that its schemas declare. */
  constructor(
    before: ContractVersion,
    after: ContractVersion,
    unchanged: Unchanged,
    changes: Changes,
    declaredOnly = true,
  ) {
    this.#before = before;
    this.#after = after;
    this.#changes = changes;
    this.#views = { before: schemaViews(before.document), after: schemaViews(after.document) };
    const options = { declaredOnly, steps: 20_000 };
    this.#comparisons = {
      request: new Comparison(this.#views.before.request, this.#views.after.request, options),
      response: new Comparison(this.#views.after.response, this.#views.before.response, options),
    };
    this.#graph = new SchemaGraph(unchanged, (from, to) => this.#comparisons.request.same(from, to));
  }

  /** The verdicts on two versions of a schema in both directions; undefined where they say the same. */
  both(before: Part, after: Part): Record<Direction, Verdict['answer']> | undefined {
    const pair = this.#graph.pair(before, after);
    if (!pair || this.#comparisons.request.same(before.value, after.value)) return undefined;
    return { request: this.verdict(pair, 'request').answer, response: this.verdict(pair, 'response').answer };
  }

  /** Judges two versions of one schema; a version without one takes anything. */
  judge(before: Part | undefined, after: Part | undefined, subject: Subject): void {
    if (!before || !after) return;
    const pair = this.#graph.pair(before, after);
    if (!pair) return;
    this.#prepare(pair, subject.direction);
    new Walk(this, subject, this.#changes).root(pair);
  }

  /**
   * Asks for the verdicts below a pair from where something changed upwards: what is above follows from them at once,
   * however the schemas lead to each other.
   */
  #prepare(root: SchemaPair, direction: Direction): void {
    const prepared = this.#prepared[direction];
    if (prepared.has(root)) return;
    const above = new Map<SchemaPair, SchemaPair[]>();
    const seen = new Set([root]);
    const ready = new Set<SchemaPair>();
    for (const pair of seen) {
      if (pair.facts.length + pair.notes.length > 0) ready.add(pair);
      for (const child of pair.below) {
        if (prepared.has(child.pair)) {
          ready.add(pair);
          continue;
        }
        seen.add(child.pair);
        const parents = above.get(child.pair) ?? [];
        above.set(child.pair, parents);
        parents.push(pair);
      }
    }
    for (const pair of seen) prepared.add(pair);
    for (const pair of ready) {
      this.verdict(pair, direction);
      for (const parent of above.get(pair) ?? []) ready.add(parent);
    }
  }

  verdict(pair: SchemaPair, direction: Direction): Verdict {
    const known = this.#verdicts[direction].get(pair);
    if (known) return known;
    const [before, after] = this.#values(pair, direction);
    const comparison = this.#comparisons[direction];
    const verdict = direction === 'request' ? comparison.likely(before, after) : comparison.likely(after, before);
    this.#verdicts[direction].set(pair, verdict);
    return verdict;
  }

  /** The verdict whose counterexample ajv has confirmed, for what is reported. */
  confirmed(pair: SchemaPair, direction: Direction, verdict: Verdict): Verdict {
    const known = this.#confirmed[direction].get(pair);
    if (known && known[0] === verdict) return known[1];
    const [before, after] = this.#values(pair, direction);
    const [sent, received] = direction === 'request' ? [before, after] : [after, before];
    const confirmed = this.#comparisons[direction].confirmed(verdict, sent, received);
    this.#confirmed[direction].set(pair, [verdict, confirmed]);
    return confirmed;
  }

  /** The verdict of a reader that expects values it does not know. */
  tolerantVerdict(pair: SchemaPair): Verdict {
    const known = this.#tolerantVerdicts.get(pair);
    if (known) return known;
    if (!this.#tolerant) {
      const receiver = new SchemaDocument(withOpenEnums(this.#views.before.response.root), '2020-12');
      const options = { declaredOnly: true, steps: 20_000 };
      this.#tolerant = { receiver, comparison: new Comparison(this.#views.after.response, receiver, options) };
    }
    const { comparison, receiver } = this.#tolerant;
    const [, after] = this.#values(pair, 'response');
    const verdict = comparison.within(after, valueAt(receiver.root, pair.before.path) ?? true);
    this.#tolerantVerdicts.set(pair, verdict);
    return verdict;
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
    const rest = direction === 'response' && !this.#subject.strict ? this.#judge.tolerantVerdict(pair) : verdict;
    if (rest.answer !== 'yes') this.#incompatible(pair, rest, false);
  }

  /** Reports what changed at and below a pair; true where it tells why the schemas are not compatible. */
  #visit(pair: SchemaPair, trusted: boolean, property: boolean): boolean {
    const seen = this.#visited.get(pair) ?? new Set<boolean>();
    if (seen.has(trusted)) return true;
    this.#visited.set(pair, seen.add(trusted));
    const verdict: Verdict = trusted ? { answer: 'yes' } : this.#judge.verdict(pair, this.#subject.direction);
    let explained = false;
    if (pair.facts.length + pair.notes.length > 0) {
      const shown = trusted ? verdict : this.#judge.confirmed(pair, this.#subject.direction, verdict);
      for (const fact of pair.facts) explained = this.#fact(pair, fact, shown, property) || explained;
      for (const note of pair.notes) explained = this.#note(pair, note, shown, property) || explained;
    }
    for (const child of pair.below) {
      explained = this.#visit(child.pair, verdict.answer === 'yes', property || child.property) || explained;
    }
    if (verdict.answer === 'yes') return false;
    if (!explained) {
      this.#incompatible(pair, this.#judge.confirmed(pair, this.#subject.direction, verdict), property);
    }
    return true;
  }

  #fact(pair: SchemaPair, fact: SchemaFact, whole: Verdict, property: boolean): boolean {
    const { direction } = this.#subject;
    const against = fact.effect === 'changed' || (fact.effect === 'narrowed') === (direction === 'request');
    if (!against) {
      // What is said in other words takes no more than before.
      const takesMore = direction === 'request' && this.#judge.verdict(pair, 'response').answer !== 'yes';
      this.#add(pair, fact, property, takesMore ? 'addition' : 'info');
      return false;
    }
    const verdict = fact.alone && whole.answer !== 'yes' ? this.#alone(pair, fact.alone) : whole;
    const tolerated = direction === 'response' && !this.#subject.strict && fact.kind === 'enum-value-added';
    if (verdict.answer === 'yes') this.#add(pair, fact, property, 'info');
    else if (verdict.answer === 'unknown') this.#add(pair, fact, property, 'warning', verdict);
    else this.#add(pair, fact, property, tolerated ? 'warning' : 'breaking', verdict);
    return verdict.answer !== 'yes';
  }

  #alone(pair: SchemaPair, keyword: string): Verdict {
    const from = valueAt(pair.before.value, [keyword]);
    const to = valueAt(pair.after.value, [keyword]);
    return this.#judge.verdictOfKeyword(keyword, from, to, this.#subject.direction);
  }

  #note(pair: SchemaPair, note: Note, verdict: Verdict, property: boolean): boolean {
    const { direction, name } = this.#subject;
    // A default of a parameter has a rule of its own, since it decides for all who leave the parameter out.
    if (name === 'request-parameter' && !property && note.kind.startsWith('default-')) return false;
    const counts = note.against[direction] && verdict.answer !== 'yes';
    const mild = this.#subject.strict && note.severity[direction] === 'warning' ? 'info' : note.severity[direction];
    if (!counts) this.#add(pair, note, property, mild);
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
    const { direction, called, at, hits, safeWay } = this.#subject;
    if (worst.indexOf(severity) > worst.indexOf(this.#worst)) this.#worst = severity;
    const id = ruleId(kind, this.#subject, property);
    const acts = severity === 'breaking' || severity === 'warning';
    this.#changes.add(at, {
      id,
      severity,
      message: `${label(pair.after, called)}: ${text}`,
      hits: !acts ? [] : [hits ?? (direction === 'request' ? 'clients that send' : 'clients that read')],
      before,
      after,
      safeWay: acts ? (safeWay ?? schemaAdvice(kind, direction)) : undefined,
      counterexample: verdict?.answer === 'no' ? verdict.counterexample : undefined,
      unproven: verdict?.answer === 'unknown' ? verdict.reason : undefined,
    });
  }
}

/** `new-required-request-property`, `response-property-type-changed`, `request-body-max-length-decreased`. */
function ruleId(kind: string, { direction, name }: Subject, property: boolean): string {
  const single = !name.endsWith('-body');
  const owner = single ? name : direction;
  if (kind.endsWith('-property') && kind.startsWith('new-')) return kind.replace('property', `${owner}-property`);
  if (/^((optional|required)-property|property-became)-/.test(kind)) return `${owner}-${kind}`;
  return `${property && !single ? `${direction}-property` : name}-${kind}`;
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
