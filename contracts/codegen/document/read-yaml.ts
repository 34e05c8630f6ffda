import {
  type Document,
  type DocumentOptions,
  isScalar,
  LineCounter,
  type ParseOptions,
  parseDocument,
  type SchemaOptions,
} from 'yaml';
import { aliasProblems } from './aliases.ts';
import type { TextProblem } from './json-syntax.ts';
import { indentQuotedLines } from './quoted-lines.ts';

export interface YamlText {
  document: Document;
  lines: LineCounter;
  /** The text with quoted texts indented as YAML asks for. */
  readable: string;
  /** Where quoted texts stand that go on with too little indentation. */
  underIndented: readonly number[];
}

/** Keys are texts, as they are written: `1.0` is not `1`, and `200` is `'200'`. Several `<<` are merged in turn. */
const options: ParseOptions & DocumentOptions & SchemaOptions = {
  merge: true,
  stringKeys: true,
  uniqueKeys: (left, right) =>
    left === right || (isScalar(left) && isScalar(right) && left.value === right.value && left.value !== '<<'),
};

/** Reads YAML 1.2; a quoted text may go on at the indentation of its key. */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, { ...options, lineCounter: lines });
  const indented = document.errors.length === 0 ? undefined : indentQuotedLines(text, document.errors);
  if (indented) {
    const again = new LineCounter();
    const better = parseDocument(indented.text, { ...options, lineCounter: again });
    if (better.errors.length === 0)
      return { document: better, lines: again, readable: indented.text, underIndented: indented.offsets };
  }
  return { document, lines, readable: text, underIndented: [] };
}

/** What keeps the text from meaning what it says. A tag that nobody knows is one: what it asks for is not done. */
export function yamlProblems({ document, readable }: YamlText): TextProblem[] {
  const { errors, warnings, directives } = document;
  const unread = [...errors, ...warnings].map(({ pos: [offset], message, code }) => ({
    offset,
    message:
      code === 'NON_STRING_KEY'
        ? 'A key is a text'
        : (message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? code),
  }));
  if (directives?.yaml.explicit && directives.yaml.version !== '1.2')
    unread.push({ offset: 0, message: `YAML ${directives.yaml.version} is not supported: contracts are YAML 1.2` });
  return unread.length > 0 || !mayHaveAlias.test(readable) ? unread : aliasProblems(document);
}

const mayHaveAlias = /(?:^|[\s,:[{-])\*[^\s*,[\]{}]|<</m;
