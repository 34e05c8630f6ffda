import type { Page } from './page.ts';

/** What the site's search looks through, as a script that sets it: pages are read from files, too. */
export function searchIndex(pages: readonly Page[]): string {
  const entries = pages.map(({ path, title, kind, words }) => [
    title,
    kind,
    path.split('/').map(encodeURIComponent).join('/'),
    words,
  ]);
  // As text that is parsed: no name in it means anything to JavaScript.
  return `globalThis.covenantSearch = JSON.parse(${JSON.stringify(JSON.stringify(entries))});\n`;
}
