/** Markup that is finished: what it was made of has been escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Part = Html | string | number | false | undefined | readonly Part[];

/** Markup; every text that is put into it is escaped, in content and in quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, index) => text + written(parts[index])).join(''));
}

function written(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(written).join('');
  return escapeHtml(String(part));
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => escapes[character] ?? '').replace(/[^\P{Cc}\t\n]/gu, '\u{fffd}');
}

/** An address that a page may lead to; undefined for one that would run something (`javascript:`, `data:`). */
export function safeUrl(text: string): string | undefined {
  const trimmed = text.trim();
  if (/^(https?:|mailto:)/i.test(trimmed)) return trimmed;
  return /^[a-z][a-z\d+.-]*:/i.test(trimmed.replace(/[\s\p{Cc}]/gu, '')) || trimmed.startsWith('//')
    ? undefined
    : trimmed;
}
