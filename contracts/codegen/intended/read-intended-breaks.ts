import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { isDay } from '../day.ts';
import type { IntendedBreak } from './intended-break.ts';

/** An entry of the file, with where it stands; what a gateway says of the operations is made of it, too. */
export interface IntendedBreakEntry extends IntendedBreak {
  /** The document that breaks, relative to the project. */
  contract: string;
  place: string;
  /** The day from which the old way is deprecated. */
  deprecated: string;
  line: number;
}

export interface IntendedBreaks {
  entries: IntendedBreakEntry[];
  problems: { line: number; message: string }[];
}

const texts = ['finding', 'contract', 'place', 'reason', 'owner', 'deprecated', 'sunset'] as const;
const names = new Set<string>([...texts, 'at']);

/**
 * Reads the file of intended breaks: a list of entries with `finding`, `contract`, `place`, `at`, `reason`, `owner`,
 * `deprecated` and `sunset`, all of them needed. What is wrong with one is a problem at its line.
 */
export function readIntendedBreaks(text: string): IntendedBreaks {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const problems = document.errors.map(error => ({
    line: lineAt(error.pos[0]),
    message: error.message.split('\n')[0] ?? error.code,
  }));
  const { contents } = document;
  if (problems.length > 0 || contents === null || (isScalar(contents) && contents.value === null))
    return { entries: [], problems };
  if (!isSeq(contents)) return { entries: [], problems: [{ line: 1, message: 'The file must be a list of entries' }] };
  const entries: IntendedBreakEntry[] = [];
  for (const item of contents.items) {
    const line = lineAt((isMap(item) || isScalar(item) || isSeq(item) ? item.range?.[0] : undefined) ?? 0);
    const entry = parseEntry(isMap(item) ? item.toJSON() : undefined, line);
    if (typeof entry === 'string') problems.push({ line, message: entry });
    else entries.push(entry);
  }
  return { entries, problems };
}

function parseEntry(value: unknown, line: number): IntendedBreakEntry | string {
  if (typeof value !== 'object' || value === null) return 'An entry must be an object';
  const other = Object.keys(value).find(key => !names.has(key));
  if (other !== undefined) return `An entry has no \`${other}\`; it has ${[...names].join(', ')}`;
  const read = (name: string): string => {
    const found: unknown = Reflect.get(value, name);
    return typeof found === 'string' ? found.trim() : '';
  };
  const missing = texts.find(name => read(name) === '' && !(name === 'place' && 'place' in value));
  if (missing !== undefined) return `An entry needs \`${missing}\``;
  const at: unknown = Reflect.get(value, 'at') ?? [];
  const isTexts = (list: unknown): list is string[] =>
    Array.isArray(list) && list.every(item => typeof item === 'string' && item !== '');
  if (!isTexts(at)) return 'An entry needs `at`, a list of operations or channels';
  for (const day of ['deprecated', 'sunset'])
    if (!isDay(read(day))) return `\`${day}\` must be a day such as 2027-03-31, not ${read(day)}`;
  if (read('sunset') < read('deprecated')) return 'The sunset must not be before the day of the deprecation (RFC 9745)';
  const [finding, contract, place, reason, owner] = [
    read('finding'),
    read('contract'),
    read('place'),
    read('reason'),
    read('owner'),
  ];
  return { finding, contract, place, at, reason, owner, deprecated: read('deprecated'), sunset: read('sunset'), line };
}
