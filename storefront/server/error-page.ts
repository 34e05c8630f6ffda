import { language } from '../messages/language.ts';
import { type Messages, messages } from '../messages/messages.ts';

/**
 * Next.js sends an empty page for an error, to be filled by its script. This message is there before the script, and
 * without one. It looks like app/error.tsx, so that nothing moves when the script renders that.
 */
const errorMessage = ({
  title,
  text,
  retry,
  home,
}: Messages['error']) => `<main class="px-4"><section class="mx-auto max-w-lg py-16 text-center sm:py-24">
<h1 class="text-2xl">${title}</h1>
<p class="mt-3 text-balance text-soft">${text}</p>
<div class="mt-8 flex flex-wrap justify-center gap-3"><a href="" class="button">${retry}</a><a href="/" class="button button-quiet">${home}</a></div>
</section></main>`;

/** The stylesheets that a `Link` header preloads. */
const stylesheetsIn = (link: string): string[] =>
  [...link.matchAll(/<(\/_next\/static\/[^<>"]+\.css)>/g)].map(([, path = '']) => path);

/**
 * Adds the message to Next.js's error page.
 * @param link the response's `Link` header, which names the stylesheets that the page itself leaves to the script
 */
export function withErrorMessage(html: string, link: string): string {
  if (!html.includes('id="__next_error__"')) return html;
  const styles = stylesheetsIn(link).map(path => `<link rel="stylesheet" href="${path}"/>`);
  return html
    .replace('<html id="__next_error__"', `<html id="__next_error__" lang="${language()}"`)
    .replace('</head>', `${styles.join('')}</head>`)
    .replace(/<body[^>]*>/, body => body + errorMessage(messages().error));
}
