import { Html, html } from './html.ts';

export interface Document {
  title: string;
  merchant: string;
  locale: string;
  body: Html;
  /** Where the merchant's name leads back to. */
  backTo?: string | null;
  scripted?: boolean;
}

/**
 * A whole document in the sandbox's frame: the merchant's name above, one column, the word that no money moves below.
 */
export const document = (options: Document): string =>
  html`<!doctype html>
<html lang="${options.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${options.title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/checkout.css">
${options.scripted && html`<script src="/assets/checkout.js" type="module"></script>`}
</head>
<body>
<div class="column">
<header class="merchant">
${options.backTo ? html`<a class="merchant-name" href="${options.backTo}">${backIcon}${mark(options.merchant)}<span class="out-of-sight">Back to </span><span>${options.merchant}</span></a>` : html`<span class="merchant-name">${mark(options.merchant)}<span>${options.merchant}</span></span>`}
<span class="badge">Test mode</span>
</header>
${options.body}
<footer class="foot">
<p>${lockIcon} Sandbox: no real cards, no money moves.</p>
</footer>
</div>
</body>
</html>`.text;

const mark = (merchant: string) =>
  html`<span class="mark" aria-hidden="true">${merchant.slice(0, 1).toUpperCase()}</span>`;

const lockIcon = new Html(
  '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M5 7V5a3 3 0 0 1 6 0v2m-7 0h8a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1Z" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round"/></svg>',
);

export const alertIcon = new Html(
  '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="1.4"/><path d="M8 4.8v3.7m0 2.6v.1" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"/></svg>',
);

const backIcon = new Html(
  '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M10 3 5 8l5 5" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/></svg>',
);
