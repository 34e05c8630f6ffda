import { type BlockText, blockTextOf, htmlOf } from './block-text.ts';
import { type Token, tokensOf } from './mjml-tokens.ts';

/** A text of an MJML source that a customer reads. */
export interface TextBlock extends BlockText {
  /** Its place among the blocks of its source, by which it is found again. */
  index: number;
  tag: string;
  label: string;
  /** Its content in the source, without the white space around it. */
  raw: string;
  start: number;
  end: number;
  /** Why it cannot be edited as a text; undefined where it can. */
  readOnly: 'logic' | 'markup' | undefined;
}

/** The MJML tags with a text, and what their text is called. */
const labels: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'mj-preview': 'Preview text',
    'mj-text': 'Text',
    'mj-button': 'Button',
    'mj-table': 'Table',
    'mj-navbar-link': 'Link',
    'mj-social-element': 'Social link',
    'mj-accordion-title': 'Question',
    'mj-accordion-text': 'Answer',
  }),
);
/** Tags that MJML does not look into (ending tags, in its words). */
const endingTags: ReadonlySet<string> = new Set([...labels.keys(), 'mj-title', 'mj-style', 'mj-raw']);
const isMjml = (name: string): boolean => name === 'mjml' || name.startsWith('mj-');
const isPlain = (tag: string): boolean => tag === 'mj-preview';
/** From here on a text is called a heading, in pixels. */
const HEADING_SIZE = 20;

interface Element {
  tag: Token;
  content: readonly Token[];
}

/** The ending tags of a source that are part of the mail; undefined where its MJML is broken. */
function elementsOf(source: string): Element[] | undefined {
  const tokens = tokensOf(source);
  if (!tokens) return undefined;
  const elements: Element[] = [];
  const path: string[] = [];
  let hasBody = false;
  for (let at = 0; at < tokens.length; at++) {
    const tag = tokens[at];
    if (!tag || !isMjml(tag.name)) continue;
    const { kind, name } = tag;
    if (kind === 'close' && path.pop() !== name) return undefined;
    if (kind !== 'open') continue;
    hasBody ||= name === 'mj-body';
    if (!endingTags.has(name)) {
      path.push(name);
      continue;
    }
    const length = tokens.slice(at + 1).findIndex(token => isMjml(token.name));
    const closing = tokens[at + 1 + length];
    if (length < 0 || closing?.kind !== 'close' || closing.name !== name) return undefined;
    const content = tokens.slice(at + 1, at + 1 + length);
    if (path.includes('mj-body') || name === 'mj-preview') elements.push({ tag, content });
    at += length + 1;
  }
  return path.length === 0 && hasBody ? elements : undefined;
}

/** The words of a table, which no field could show with all of its cells. */
function wordsOf(content: readonly Token[]): string {
  const words = content.map(({ kind, name, raw }) => {
    if (kind === 'text' || kind === 'output') return raw.replace(/\s+/g, ' ');
    return kind === 'close' && name === 'tr' ? '\n' : ' ';
  });
  return words
    .join('')
    .replace(/ +/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
}

function labelOf({ name, raw }: Token): string {
  const [, size = '0'] = /\sfont-size="(\d+)px"/.exec(raw) ?? [];
  return name === 'mj-text' && Number(size) >= HEADING_SIZE ? 'Heading' : (labels.get(name) ?? name);
}

/**
 * The texts of an MJML source in the order of the mail. None where the MJML is broken: a tag that is not closed, or one
 * that is closed elsewhere.
 */
export function textBlocksOf(mjml: string): TextBlock[] {
  const elements = (elementsOf(mjml) ?? []).filter(({ tag }) => labels.has(tag.name));
  const names = elements.map(({ tag }) => labelOf(tag));
  return elements.map(({ tag, content }, index) => {
    const name = names[index] ?? '';
    const isOnly = names.filter(other => other === name).length === 1;
    const number = names.slice(0, index + 1).filter(other => other === name).length;
    const whole = mjml.slice(tag.end, content.at(-1)?.end ?? tag.end);
    const raw = whole.trim();
    const start = tag.end + (raw === '' ? 0 : whole.indexOf(raw));
    const end = start + raw.length;
    const inner = content
      .map(token => ({ ...token, raw: mjml.slice(Math.max(start, token.start), Math.min(end, token.end)) }))
      .filter(token => token.raw !== '');
    const read = tag.name === 'mj-table' ? undefined : blockTextOf(inner, isPlain(tag.name));
    const hasLogic = content.some(({ kind }) => kind === 'logic');
    return {
      index,
      tag: tag.name,
      label: isOnly ? name : `${name} ${number}`,
      raw,
      start,
      end,
      text: read?.text ?? (tag.name === 'mj-table' ? wordsOf(content) : raw),
      markup: read?.markup ?? new Map(),
      readOnly: read ? undefined : hasLogic ? 'logic' : 'markup',
    };
  });
}

/**
 * A source with another text in one of its blocks; every byte outside the block is as it was. A text that did not
 * change gives the bytes that the block was read from.
 * @param block as it was read from this source, or before other texts of it were changed
 */
export function withText(mjml: string, block: TextBlock, text: string): string {
  const place = textBlocksOf(mjml)[block.index];
  if (!place || place.readOnly || block.readOnly || place.tag !== block.tag) return mjml;
  const content = text === block.text ? block.raw : htmlOf(text, block.markup, isPlain(block.tag));
  return mjml.slice(0, place.start) + content + mjml.slice(place.end);
}
