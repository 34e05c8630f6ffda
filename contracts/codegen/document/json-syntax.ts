/** Where a text is no JSON, and why. */
export interface TextProblem {
  offset: number;
  message: string;
}

const string = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\da-f]{4}))*"/iuy;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.])|true\b|false\b|null\b/iy;
const space = /[ \t\r\n]*/y;

/**
 * What RFC 8259 does not allow in a text, and names that stand twice in one object, which readers of JSON drop without
 * a word. Ends at the first fault of the syntax.
 */
export function jsonProblems(text: string): TextProblem[] {
  const duplicates: TextProblem[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    at += found?.length ?? 0;
    return found;
  };
  const expected = (what: string): never => {
    const isComment = text.startsWith('//', at) || text.startsWith('/*', at);
    const message = isComment ? 'JSON has no comments' : `This is no JSON: ${what} is expected here`;
    throw new SyntaxFault(Math.min(at, text.length), message);
  };
  const skip = (character: string): boolean => {
    match(space);
    if (text[at] !== character) return false;
    at += 1;
    match(space);
    return true;
  };
  const members = (end: '}' | ']', member: () => void): void => {
    if (skip(end)) return;
    do member();
    while (skip(','));
    if (!skip(end)) expected(`\`,\` or \`${end}\``);
  };
  const value = (): void => {
    match(space);
    if (skip('[')) members(']', value);
    else if (skip('{')) object();
    else match(string) ?? match(scalar) ?? expected('a value');
  };
  const object = (): void => {
    const names = new Set<string>();
    members('}', () => {
      const start = at;
      const name = String(JSON.parse(match(string) ?? expected('a name in double quotes')));
      if (names.has(name)) duplicates.push({ offset: start, message: 'Map keys must be unique' });
      names.add(name);
      if (!skip(':')) expected('`:`');
      value();
    });
  };
  try {
    value();
    match(space);
    if (at < text.length) expected('the end of the text');
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    return [{ offset: error.offset, message: error.message }];
  }
  return duplicates;
}

class SyntaxFault extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/** Whether an object of a JSON text may have a name twice: more names are written than were read. */
export function mayHaveDuplicates(text: string, read: unknown): boolean {
  let written = 0;
  for (const _ of text.matchAll(/"[ \t\r\n]*:/g)) written += 1;
  return written > namesIn(read);
}

function namesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value);
  return inner.reduce((sum: number, item) => sum + namesIn(item), Array.isArray(value) ? 0 : inner.length);
}
