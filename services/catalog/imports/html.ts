import { Parser } from 'htmlparser2';

/** What is no text at all, whatever stands in it. */
const unseen = new Set(['script', 'style', 'template', 'noscript', 'iframe', 'object', 'svg', 'head', 'title']);
const paragraphs = new Set([
  'p',
  'div',
  'section',
  'article',
  'ul',
  'ol',
  'table',
  'blockquote',
  'pre',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'dl',
]);
const lines = new Set(['br', 'li', 'tr', 'dt', 'dd']);

/**
 * The text that a person would read in a piece of HTML: paragraphs parted by an empty line, items of lists each on a
 * line with a bullet. Markup, scripts and styles are gone; what is left is text and is shown as text, never as HTML.
 */
export function textOfHtml(html: string): string {
  let text = '';
  let hidden = 0;
  const parser = new Parser({
    onopentag(name) {
      if (unseen.has(name)) hidden += 1;
      else if (paragraphs.has(name)) text += '\n\n';
      else if (lines.has(name)) text += name === 'li' ? '\n• ' : '\n';
      else if (name === 'td' || name === 'th') text += ' ';
    },
    ontext(data) {
      if (hidden === 0) text += data.replace(/\s+/g, ' ');
    },
    onclosetag(name) {
      if (unseen.has(name)) hidden = Math.max(0, hidden - 1);
      else if (paragraphs.has(name)) text += '\n\n';
    },
  });
  parser.end(html);
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{2,}(?=• )/g, '\n\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Whether a text holds markup; one without keeps its own line breaks. */
export function isHtml(text: string): boolean {
  return /<\/?[a-z][^>]*>|&(?:[a-z]{2,8}|#\d{1,6});/i.test(text);
}
