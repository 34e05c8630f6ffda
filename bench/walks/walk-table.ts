import { type Before, before } from './before.ts';
import type { Count, Step } from './counted-page.ts';

const members = ['presses', 'characters', 'pages', 'ms'] as const;

const shown = (count: Count | undefined, member: keyof Count): string =>
  count === undefined ? '–' : Math.round(count[member]).toLocaleString('en-US');

function together(counts: readonly Count[]): Count {
  const sumOf = (member: keyof Count): number => counts.reduce((sum, count) => sum + count[member], 0);
  return { presses: sumOf('presses'), characters: sumOf('characters'), pages: sumOf('pages'), ms: sumOf('ms') };
}

const countOf = (entry: Before): Count[] => ('count' in entry ? [entry.count] : []);

/** The earlier entry of a step. @throws Error for a step that has none */
function entryOf({ name }: Step): Before {
  const entry = Object.hasOwn(before, name) ? before[name] : undefined;
  if (entry === undefined) throw new Error(`Nothing says how this step was done before: ${name}`);
  return entry;
}

function noteOf(step: Step): string[] {
  const entry = entryOf(step);
  const text = 'impossible' in entry ? `not possible: ${entry.impossible}` : entry.how;
  return text === undefined ? [] : [`- before, ${step.name}: ${text}`];
}

const row = (name: string, earlier: Count | undefined, now: Count): string =>
  `| ${name} | ${members.map(member => `${shown(earlier, member)} | ${shown(now, member)}`).join(' | ')} |`;

/** A walk as Markdown: each step before and now, all together, and how it was done before. */
export function walkTable(steps: readonly Step[]): string {
  const possible = steps.filter(step => countOf(entryOf(step)).length > 0);
  const earlier = together(steps.flatMap(step => countOf(entryOf(step))));
  const isComplete = possible.length === steps.length;
  return [
    '| step | presses: before | now | typed: before | now | pages: before | now | ms: before | now |',
    '|---|---|---|---|---|---|---|---|---|',
    ...steps.map(step => row(step.name, countOf(entryOf(step))[0], step)),
    ...(isComplete ? [] : [row(`together, the ${possible.length} that were possible`, earlier, together(possible))]),
    row('together', isComplete ? earlier : undefined, together(steps)),
    '',
    ...steps.flatMap(noteOf),
  ].join('\n');
}
