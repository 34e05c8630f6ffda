import { type Html, html, type Part } from './html.ts';

/** A page of the site: where it is, what it is called, and what is in it. */
export interface Page {
  /** From the root of the site: `orders/getOrder.html`. */
  path: string;
  title: string;
  /** `operation`, `channel`, …: what search says that it is. */
  kind: string;
  /** What search looks through beside the title. */
  words: string;
  content: Html;
  /** What stands beside it. */
  navigation: Html;
}

/** From a page to another one of the site. */
export function link(from: string, to: string): string {
  const up = '../'.repeat(from.split('/').length - 1);
  const [path = '', fragment] = to.split('#');
  return (
    up +
    path.split('/').map(encodeURIComponent).join('/') +
    (fragment === undefined ? '' : `#${encodeURIComponent(fragment)}`)
  );
}

/** A page as a document. Nothing in it runs but the site's own script. */
export function pageDocument({ path, title, content, navigation }: Page, site: string): string {
  const asset = (name: string) => link(path, name);
  return `<!doctype html>\n${
    html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="covenant docs">
<title>${title === site ? site : `${title} · ${site}`}</title>
<link rel="stylesheet" href="${asset('assets/docs.css')}">
<script src="${asset('assets/docs.js')}" data-root="${asset('')}" defer></script>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header>
<a class="site" href="${asset('index.html')}">${site}</a>
<search class="search">
<label for="search">Search</label>
<input id="search" type="search" autocomplete="off" spellcheck="false" aria-controls="results" placeholder="Operations, events, schemas">
<div id="results" class="results" hidden><p class="count" role="status"></p><ul></ul></div>
</search>
</header>
<div class="columns">
<nav aria-label="Contracts">${navigation}</nav>
<main id="content" tabindex="-1">
${content}
</main>
</div>
</body>
</html>`.text
  }\n`;
}

/** A table with a heading for each column; empty where there are no rows. */
export function table(caption: string, columns: readonly string[], rows: readonly (readonly Part[])[]): Part {
  if (rows.length === 0) return undefined;
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption>
<thead><tr>${columns.map(column => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map(cell => html`<td>${cell}</td>`)}</tr>`)}</tbody>
</table></div>`;
}
