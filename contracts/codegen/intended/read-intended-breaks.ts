import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { isDay } from '../day.ts';
import type { IntendedBreak } from './intended-break.ts';

/** An entry of the file, with where it stands; what a gateway says of the operations is made of it, too. */
export interface IntendedBreakEntry extends IntendedBreak {
  /** The document that breaks, relative to the project; `*` stands for any text. */
  contract: string;
  /** The day from which the old way is deprecated; left out, callers get no Deprecation header. */
  deprecated?: string;
  line: number;
}

export interface IntendedBreaks {
  entries: IntendedBreakEntry[];
  problems: { line: number; message: string }[];
}

const texts = ['finding', 'contract', 'reason', 'owner', 'sunset'] as const;
const names = ['finding', 'contract', 'place', 'message', 'at', 'reason', 'owner', 'deprecated', 'sunset'];

/**
 * Reads the file of intended breaks: a list of entries with `finding`, `contract`, `place` or `message`, `at`,
 * `reason`, `owner`, `sunset`, and `deprecated` where callers are notified. What is wrong with one is a problem at its
 * line.
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
  const other = Object.keys(value).find(key => !names.includes(key));
  if (other !== undefined) return `An entry has no \`${other}\`; it has ${names.join(', ')}`;
  const read = (name: string): string => {
    const found: unknown = Reflect.get(value, name);
    return typeof found === 'string' ? found.trim() : '';
  };
  const missing = texts.find(name => read(name) === '');
  if (missing !== undefined) return `An entry needs \`${missing}\``;
  if (!('place' in value) && read('message') === '') return 'An entry needs `place`, or `message` for a whole kind';
  const at: unknown = Reflect.get(value, 'at') ?? [];
  const isTexts = (list: unknown): list is string[] =>
    Array.isArray(list) && list.every(item => typeof item === 'string' && item !== '');
  if (!isTexts(at)) return 'An entry needs `at`, a list of operations or channels';
  const days = 'deprecated' in value ? ['deprecated', 'sunset'] : ['sunset'];
  for (const day of days) if (!isDay(read(day))) return `\`${day}\` must be a day such as 2027-03-31, not ${read(day)}`;
  if (read('sunset') < read('deprecated')) return 'The sunset must not be before the day of the deprecation (RFC 9745)';
  return {
    finding: read('finding'),
    contract: read('contract'),
    ...('place' in value && { place: read('place') }),
    ...(read('message') !== '' && { message: read('message') }),
    at,
    reason: read('reason'),
    owner: read('owner'),
    ...('deprecated' in value && { deprecated: read('deprecated') }),
    sunset: read('sunset'),
    line,
  };
}
