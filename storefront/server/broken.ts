/**
 * A page that broke while it was made comes without anything in it, to be filled in by the script. These words are
 * there before it, and where none runs; they look as those of app/error.tsx, so that nothing moves when the script
 * repeats them.
 */
const words = `<main class="px-4"><section class="mx-auto max-w-lg py-16 text-center sm:py-24">
<h1 class="text-2xl">Something went wrong on our side</h1>
<p class="mt-3 text-balance text-soft">What is in your cart is kept, and what you bought is bought. Please try again in a moment.</p>
<div class="mt-8 flex flex-wrap justify-center gap-3"><a href="" class="button">Try again</a><a href="/" class="button button-quiet">Home</a></div>
</section></main>`;

/** The styles that a `Link` header has browsers load ahead. */
const stylesIn = (link: string): string[] =>
  [...link.matchAll(/<(\/_next\/static\/[^<>"]+\.css)>/g)].map(([, path = '']) => path);

/**
 * The page of the framework for what broke, with something to read in it.
 * @param link its `Link` header, which names the styles that the page itself leaves to the script
 */
export function withWords(html: string, link: string): string {
  if (!html.includes('id="__next_error__"')) return html;
  const styles = stylesIn(link).map(path => `<link rel="stylesheet" href="${path}"/>`);
  return html
    .replace('<html id="__next_error__"', '<html id="__next_error__" lang="en"')
    .replace('</head>', `${styles.join('')}</head>`)
    .replace(/<body[^>]*>/, body => body + words);
}
