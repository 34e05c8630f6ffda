interface SyntaxProblem {
  code: string;
  message: string;
  pos: readonly [number, number];
}

/**
 * A YAML text in which quoted texts that go on at the indentation of their key are indented, as YAML 1.2.2, 7.3, asks
 * for. Other readers take them as they are, and documents are written so; where a line breaks, blanks mean nothing.
 */
export interface IndentedQuotes {
  text: string;
  /** Where the first line of each ends that goes on, in that text. */
  offsets: readonly number[];
}

/** The text with such lines indented; undefined where the problems are others. */
export function indentQuotedLines(text: string, problems: readonly SyntaxProblem[]): IndentedQuotes | undefined {
  const offsets: number[] = [];
  let indented = '';
  let done = 0;
  for (const { code, message, pos } of problems) {
    const [, quote] = /^Missing closing (["'])quote/.exec(message) ?? [];
    const [offset] = pos;
    if (code !== 'MISSING_CHAR' || quote === undefined || offset < done) continue;
    const end = endOfQuoted(text, offset, quote);
    if (end === undefined) return undefined;
    const keyIndent = /^[\s-]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset))?.[0].length ?? 0;
    indented += text.slice(done, offset);
    offsets.push(indented.length);
    indented += text.slice(offset, end).replaceAll('\n', `\n${' '.repeat(keyIndent + 1)}`);
    done = end;
  }
  return offsets.length === 0 ? undefined : { text: indented + text.slice(done), offsets };
}

/** Where the quote stands that ends a text; a doubled or an escaped one does not. */
function endOfQuoted(text: string, from: number, quote: string): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    if (quote === '"' && text[at] === '\\') at += 1;
    else if (text[at] === quote && quote === "'" && text[at + 1] === "'") at += 1;
    else if (text[at] === quote) return at;
  }
  return undefined;
}
