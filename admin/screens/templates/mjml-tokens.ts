/** A piece of an MJML source; the pieces of a source, one after the other, are the source. */
export interface Token {
  kind: 'text' | 'output' | 'logic' | 'comment' | 'open' | 'close' | 'empty';
  /** Of a tag, in lower case; '' for everything else. */
  name: string;
  raw: string;
  start: number;
  end: number;
}

/** Tags whose content is no markup of MJML's (styles) or may be unbalanced (raw HTML). */
const rawTags: ReadonlySet<string> = new Set(['mj-style', 'mj-raw']);
const tagStart = /<\/?([a-z][\w-]*)/iy;
const verbatim = /\{%-?\s*(raw|comment)\b/y;

/** Where the first `closing` at or after `from` ends; -1 where there is none. */
function endOf(source: string, closing: string, from: number): number {
  const at = source.indexOf(closing, from);
  return at < 0 ? -1 : at + closing.length;
}

/** The end of the output or tag of Liquid at `at`, with all of a block whose content Liquid does not read. */
function liquidEnd(source: string, at: number): number {
  if (source.startsWith('{{', at)) return endOf(source, '}}', at);
  const end = endOf(source, '%}', at);
  verbatim.lastIndex = at;
  const [, block] = verbatim.exec(source) ?? [];
  if (block === undefined || end < 0) return end;
  const closing = new RegExp(`\\{%-?\\s*end${block}\\s*-?%\\}`, 'g');
  closing.lastIndex = end;
  return closing.test(source) ? closing.lastIndex : -1;
}

/** The end of the tag at `at`: a quoted value and Liquid may contain `>`. */
function tagEnd(source: string, at: number): number {
  let quote = '';
  for (let i = at; i < source.length; i++) {
    const char = source.charAt(i);
    if (char === '{' && /[{%]/.test(source.charAt(i + 1))) {
      const end = liquidEnd(source, i);
      if (end < 0) return -1;
      i = end - 1;
    } else if (quote) {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") {
      quote = char;
    } else if (char === '>') {
      return i + 1;
    }
  }
  return -1;
}

interface Found {
  kind: Token['kind'];
  name: string;
  /** -1 where it is not closed. */
  end: number;
}

/** What begins at `at`; undefined for text. */
function foundAt(source: string, at: number): Found | undefined {
  const is = (start: string) => source.startsWith(start, at);
  if (is('{{')) return { kind: 'output', name: '', end: liquidEnd(source, at) };
  if (is('{%')) return { kind: 'logic', name: '', end: liquidEnd(source, at) };
  if (is('<!--')) return { kind: 'comment', name: '', end: endOf(source, '-->', at) };
  if (is('<![CDATA[')) return { kind: 'comment', name: '', end: endOf(source, ']]>', at) };
  if (is('<!') || is('<?')) return { kind: 'comment', name: '', end: endOf(source, '>', at) };
  tagStart.lastIndex = at;
  const [, name] = tagStart.exec(source) ?? [];
  if (name === undefined) return undefined;
  const end = tagEnd(source, at);
  const kind = is('</') ? 'close' : source.startsWith('/>', end - 2) ? 'empty' : 'open';
  return { kind, name: name.toLowerCase(), end };
}

/** The tokens of an MJML source with Liquid; undefined where a tag, a comment or an output is not closed. */
export function tokensOf(source: string): Token[] | undefined {
  const tokens: Token[] = [];
  let textStart = 0;
  const add = (kind: Token['kind'], name: string, start: number, end: number) => {
    if (end > start) tokens.push({ kind, name, raw: source.slice(start, end), start, end });
  };
  let at = 0;
  while (at < source.length) {
    const char = source.charAt(at);
    const found = char === '<' || char === '{' ? foundAt(source, at) : undefined;
    if (!found) {
      at += 1;
      continue;
    }
    if (found.end < 0) return undefined;
    add('text', '', textStart, at);
    add(found.kind, found.name, at, found.end);
    at = found.end;
    textStart = at;
    if (found.kind === 'open' && rawTags.has(found.name)) {
      at = source.indexOf(`</${found.name}`, at);
      if (at < 0) return undefined;
    }
  }
  add('text', '', textStart, source.length);
  return tokens;
}
