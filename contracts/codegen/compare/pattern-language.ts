import { PatternAutomaton, TooLargeError } from './pattern-automaton.ts';
import { type Part, type Range, readPattern } from './pattern-reader.ts';

/** Texts that match all of some patterns and none of others, of so many code points. */
export interface PatternDemand {
  matching: readonly string[];
  notMatching: readonly string[];
  least: number;
  most: number;
}

const MAX_STATES = 20_000;
/** Code points that are halves of others, and stand in no text. */
const SURROGATES: Range = [0xd800, 0xdfff];
const LAST = 0x10ffff;

/**
 * The shortest text that is as demanded; `none` where there is no such text. undefined where a pattern is not a regular
 * language as far as it is understood (look-arounds, references to groups, word boundaries), or too large to tell.
 */
export function findText({ matching, notMatching, least, most }: PatternDemand): { text: string } | 'none' | undefined {
  const patterns = [...matching, ...notMatching];
  const parts = patterns.map(pattern => (isUnicode(pattern) ? readPattern(pattern) : undefined));
  const understood = parts.filter(part => part !== undefined);
  if (understood.length < patterns.length) return undefined;
  try {
    const automata = understood.map(part => new PatternAutomaton(part));
    return search(automata, signsOf(understood), { wanted: matching.length, least, most });
  } catch (error) {
    if (error instanceof TooLargeError) return undefined;
    throw error;
  }
}

function isUnicode(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') !== undefined;
  } catch {
    return false;
  }
}

interface Step {
  states: readonly number[];
  length: number;
  sign: string;
  previous: Step | undefined;
}

/** Breadth first, so that the first text found is among the shortest. */
function search(
  automata: readonly PatternAutomaton[],
  signs: readonly number[],
  { wanted, least, most }: { wanted: number; least: number; most: number },
): { text: string } | 'none' {
  const seen = new Set<string>();
  let steps: Step[] = [
    { states: automata.map(automaton => automaton.start), length: 0, sign: '', previous: undefined },
  ];
  while (steps.length > 0) {
    const following: Step[] = [];
    for (const step of steps) {
      const fits = automata.every((automaton, at) => automaton.accepts(step.states[at] ?? 0) === at < wanted);
      if (fits && step.length >= least) return { text: textOf(step) };
      if (step.length >= most) continue;
      for (const sign of signs) {
        const states = automata.map((automaton, at) => automaton.after(step.states[at] ?? 0, sign));
        const key = `${states.join(',')}:${Math.min(step.length + 1, least)}`;
        if (seen.has(key)) continue;
        seen.add(key);
        if (seen.size > MAX_STATES) throw new TooLargeError();
        following.push({ states, length: step.length + 1, sign: String.fromCodePoint(sign), previous: step });
      }
    }
    steps = following;
  }
  return 'none';
}

function textOf(last: Step): string {
  const signs: string[] = [];
  for (let step: Step | undefined = last; step; step = step.previous) signs.push(step.sign);
  return signs.reverse().join('');
}

/** One code point of each kind that the patterns tell apart. */
function signsOf(parts: readonly Part[]): number[] {
  const classes = new Map<string, readonly Range[]>();
  const collect = (part: Part): void => {
    if (part.kind === 'sign') classes.set(JSON.stringify(part.ranges), part.ranges);
    else if (part.kind === 'repeat') collect(part.part);
    else if (part.kind === 'sequence' || part.kind === 'either') part.parts.forEach(collect);
  };
  parts.forEach(collect);
  const starts = [...classes.values(), [SURROGATES]].flat().flatMap(([from, to]) => [from, to + 1]);
  // Readable ones first: texts are shown to people.
  const readable = [...'a0A_- '].map(sign => sign.codePointAt(0) ?? 0);
  const kinds = new Map<string, number>();
  const all = [...classes.values()];
  for (const point of [...readable, ...new Set([0, ...starts])].filter(at => at <= LAST)) {
    if (isIn([SURROGATES], point)) continue;
    const kind = all.map(ranges => (isIn(ranges, point) ? 1 : 0)).join('');
    if (!kinds.has(kind)) kinds.set(kind, point);
  }
  return [...kinds.values()];
}

/** Whether a code point is in one of the ranges, which are in order. */
function isIn(ranges: readonly Range[], point: number): boolean {
  return ranges.some(([from, to]) => from <= point && point <= to);
}
