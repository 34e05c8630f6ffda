import type { Token } from './mjml-tokens.ts';

/**
 * What a text field shows of the content of a block, and back. Variables and formatting tags are shown as they are,
 * with two exceptions: a line break is a new line, and a tag with attributes is shown without them (`<a>`, the next
 * one of another kind `<a-2>`), except for a link that has nothing but its address. Everything else is text: what is
 * typed is escaped.
 */
export interface BlockText {
  text: string;
  /** The tags and character references of the content, by how they are shown. */
  markup: ReadonlyMap<string, string>;
}

const formatting: ReadonlySet<string> = new Set(['b', 'em', 'i', 's', 'small', 'strong', 'sub', 'sup', 'u']);
const voidTags: ReadonlySet<string> = new Set(['br', 'hr', 'img', 'wbr']);
const lineBreak = /^<br\s*\/?>$/i;
const link = /^<a href="[^"<>]*">$/;
const shownTag = /^<(\/?)([a-z][a-z0-9]*)/i;
const pieces =
  /\{\{[\s\S]*?\}\}|\{[{%]|&#?\w+;|<\/?[a-z][a-z0-9]*(?:-\d+)?(?: href="[^"<>]*")?\s*\/?>|[\n&<>\u00a0\u00ad\u200c]/gi;
const reference = /&(#x[\da-f]+|#\d+|\w+);/gi;

/** The named character references that templates use; any other is kept as it is written. */
const characters: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: '\u00a0',
    shy: '\u00ad',
    zwnj: '\u200c',
    copy: '©',
    reg: '®',
    trade: '™',
    euro: '€',
    pound: '£',
    times: '×',
    hellip: '…',
    ndash: '–',
    mdash: '—',
    lsquo: '‘',
    rsquo: '’',
    ldquo: '“',
    rdquo: '”',
    laquo: '«',
    raquo: '»',
    bull: '•',
    middot: '·',
    rarr: '→',
  }),
);

/** As references: what HTML or Liquid would read as markup, and what nobody could see in a source. */
const escapes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '{{': '{&#123;',
    '{%': '{&#37;',
    '\u00a0': '&nbsp;',
    '\u00ad': '&shy;',
    '\u200c': '&zwnj;',
  }),
);

const escaped = (text: string): string =>
  text.replace(/\{[{%]|[&<>\u00a0\u00ad\u200c]/g, found => escapes.get(found) ?? found);

function characterOf(name: string): string | undefined {
  if (!name.startsWith('#')) return characters.get(name);
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

interface Piece {
  /** As HTML. */
  html: string;
  /** As HTML where it is no tag after all: one that is not closed, or closes nothing. */
  asText: string;
  /** The name of a tag that needs another one, with a `/` before it where it closes. */
  tag: string;
}

function pieceOf(shown: string, markup: BlockText['markup'], plain: boolean): Piece {
  const asText = escaped(shown);
  const piece = (html: string, tag = ''): Piece => ({ html, asText, tag });
  if (shown.startsWith('{{') && shown.endsWith('}}')) return piece(shown);
  if (shown === '\n') return piece(plain ? ' ' : '<br />');
  if (!plain && lineBreak.test(shown) && !markup.has(shown)) return piece('<br />');
  const known = markup.get(shown);
  const [, closes, tag = ''] = shownTag.exec(shown) ?? [];
  const name = tag.toLowerCase();
  if (plain || name === '') return piece(known ?? asText);
  if (closes) return piece(`</${name}>`, `/${name}`);
  if (known !== undefined) return piece(known, voidTags.has(name) || known.endsWith('/>') ? '' : name);
  const isNew = link.test(shown) || (formatting.has(name) && shown === `<${name}>`);
  return isNew ? piece(shown, name) : piece(asText);
}

/** The positions of the tags that have their other half. */
function pairedTags(all: readonly Piece[]): ReadonlySet<number> {
  const open: number[] = [];
  const paired = new Set<number>();
  for (const [index, { tag }] of all.entries()) {
    const last = open.at(-1);
    if (tag === '') continue;
    if (!tag.startsWith('/')) open.push(index);
    else if (last !== undefined && all[last]?.tag === tag.slice(1)) {
      open.pop();
      paired.add(last).add(index);
    }
  }
  return paired;
}

/**
 * A text of a field as HTML.
 * @param markup of the block that the text was read from
 * @param plain there is no formatting: what looks like a tag is text
 */
export function htmlOf(text: string, markup: BlockText['markup'], plain: boolean): string {
  const all: Piece[] = [];
  let at = 0;
  const trimmed = text.replace(/^[ \t]+|[ \t]+$/g, '');
  for (const { 0: shown, index } of trimmed.matchAll(pieces)) {
    const before = trimmed.slice(at, index);
    all.push({ html: before, asText: before, tag: '' }, pieceOf(shown, markup, plain));
    at = index + shown.length;
  }
  const paired = pairedTags(all);
  const html = all.map((piece, index) => (piece.tag === '' || paired.has(index) ? piece.html : piece.asText));
  return html.join('') + trimmed.slice(at);
}

/** How a tag is shown: without its attributes, and with a number where another tag is shown so. */
function shownAs({ raw, name }: Token, markup: BlockText['markup']): string {
  if (link.test(raw)) return raw;
  const isFree = (shown: string) => (markup.get(shown) ?? raw) === raw;
  let shown = `<${name}>`;
  for (let number = 2; !isFree(shown); number++) shown = `<${name}-${number}>`;
  return shown;
}

/** Line ends of a source are no line breaks of the mail: one space, and nothing beside a line break. */
function withoutLineEnds(raw: string, before: Token | undefined, after: Token | undefined): string {
  const isBreak = (token: Token | undefined) => token !== undefined && lineBreak.test(token.raw);
  return raw
    .replace(/^\s*\n\s*/, isBreak(before) ? '' : ' ')
    .replace(/\s*\n\s*$/, isBreak(after) ? '' : ' ')
    .replace(/\s*\n\s*/g, ' ');
}

/**
 * What a field shows of the content of a block; undefined where writing the text back would not give the same content
 * again, such as with logic, comments, and tags that are not closed.
 */
export function blockTextOf(content: readonly Token[], plain: boolean): BlockText | undefined {
  const markup = new Map<string, string>();
  let text = '';
  /** The content as `htmlOf` would write it. */
  let html = '';
  const add = (shown: string, written: string) => {
    text += shown;
    html += written;
  };
  const addText = (raw: string) => {
    let at = 0;
    for (const { 0: found, 1: name = '', index } of raw.matchAll(reference)) {
      const character = characterOf(name);
      const shown = raw.slice(at, index) + (character ?? '');
      add(shown, escaped(shown));
      if (character === undefined) {
        markup.set(found, found);
        add(found, found);
      }
      at = index + found.length;
    }
    add(raw.slice(at), escaped(raw.slice(at)));
  };
  for (const [index, token] of content.entries()) {
    const { kind, name, raw } = token;
    if (kind === 'logic' || kind === 'comment' || name === 'pre') return undefined;
    if (kind === 'text') addText(withoutLineEnds(raw, content[index - 1], content[index + 1]));
    else if (kind === 'output') add(raw, raw);
    else if (kind === 'close') add(`</${name}>`, `</${name}>`);
    else if (lineBreak.test(raw)) add('\n', '<br />');
    else {
      const shown = shownAs(token, markup);
      markup.set(shown, raw);
      add(shown, raw);
    }
  }
  return htmlOf(text, markup, plain) === html ? { text, markup } : undefined;
}
