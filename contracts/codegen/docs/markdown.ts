import { escapeHtml, Html, safeUrl } from './html.ts';

/**
 * The Markdown of descriptions (CommonMark, as OpenAPI and AsyncAPI say): paragraphs, headings, lists, code, emphasis,
 * links. HTML in it is shown as text, and addresses that would run something are no links.
 */
export function markdown(text: string | undefined): Html {
  if (text === undefined) return new Html('');
  const blocks: string[] = [];
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  for (let index = 0; index < lines.length; ) {
    const end = blockEnd(lines, index);
    const block = blockOf(lines.slice(index, end));
    if (block !== '') blocks.push(block);
    index = end;
  }
  return new Html(blocks.join('\n'));
}

const fence = /^\s*(```|~~~)/;
const item = /^\s*(?:[-*+]|\d{1,3}[.)])\s+/;

function blockEnd(lines: readonly string[], start: number): number {
  const first = lines[start] ?? '';
  const open = fence.exec(first)?.[1];
  if (open !== undefined) {
    const close = lines.findIndex((line, index) => index > start && line.trim().startsWith(open));
    return close === -1 ? lines.length : close + 1;
  }
  if (first.trim() === '' || /^#{1,6}\s/.test(first)) return start + 1;
  let end = start + 1;
  while (end < lines.length) {
    const line = lines[end] ?? '';
    if (line.trim() === '' || fence.test(line) || /^#{1,6}\s/.test(line) || item.test(line) !== item.test(first)) break;
    end += 1;
  }
  return end;
}

function blockOf(lines: readonly string[]): string {
  const [first = ''] = lines;
  if (fence.test(first)) return `<pre><code>${escapeHtml(lines.slice(1, -1).join('\n'))}</code></pre>`;
  const heading = /^#{1,6}\s+(.*)$/.exec(first);
  if (heading) return `<p class="heading">${inline(heading[1] ?? '')}</p>`;
  if (item.test(first)) {
    const tag = /^\s*\d/.test(first) ? 'ol' : 'ul';
    return `<${tag}>${lines.map(line => `<li>${inline(line.replace(item, ''))}</li>`).join('')}</${tag}>`;
  }
  const paragraph = lines.join('\n').trim();
  return paragraph === '' ? '' : `<p>${inline(paragraph)}</p>`;
}

/** Text with code, links and emphasis; each is found in text that is escaped already. */
function inline(text: string): string {
  const parts = text.split(/(`[^`\n]+`|\[[^\]\n]+\]\([^()\s]+\))/);
  return parts
    .map(part => {
      if (/^`[^`]+`$/.test(part)) return `<code>${escapeHtml(part.slice(1, -1))}</code>`;
      const [, label, target] = /^\[([^\]]+)\]\(([^()\s]+)\)$/.exec(part) ?? [];
      if (label === undefined || target === undefined) return emphasis(escapeHtml(part));
      const url = safeUrl(target);
      const shown = emphasis(escapeHtml(label));
      return url === undefined ? shown : `<a href="${escapeHtml(url)}" rel="noreferrer">${shown}</a>`;
    })
    .join('');
}

function emphasis(escaped: string): string {
  return escaped
    .replace(/\*\*([^*\n]+)\*\*/g, '<strong>$1</strong>')
    .replace(/(^|[\s(])[*_]([^*_\s][^*_\n]*)[*_](?=$|[\s).,;:!?])/g, '$1<em>$2</em>');
}
