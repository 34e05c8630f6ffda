import { Html, html } from './html.ts';

/** A whole document in the sandbox's frame: the merchant's name above, one column, the word that no money moves below. */
export const document = (options: { title: string; merchant: string; locale: string; body: Html; scripted?: boolean }): string =>
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
<span class="mark" aria-hidden="true">${options.merchant.slice(0, 1).toUpperCase()}</span>
<span class="merchant-name">${options.merchant}</span>
<span class="badge">Test mode</span>
</header>
${options.body}
<footer class="foot">
<p>${lockIcon} Local payment sandbox. No real card is accepted and no money moves.</p>
</footer>
</div>
</body>
</html>`.text;

const lockIcon = new Html(
  '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M5 7V5a3 3 0 0 1 6 0v2m-7 0h8a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1Z" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round"/></svg>',
);

export const alertIcon = new Html(
  '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="1.4"/><path d="M8 4.8v3.7m0 2.6v.1" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"/></svg>',
);

export const backIcon = new Html(
  '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M10 3 5 8l5 5" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/></svg>',
);
