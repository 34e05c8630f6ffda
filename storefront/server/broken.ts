/**
 * A page that broke while it was made comes without anything in it, to be filled in by the script. These words are there before it, and where none
 * runs; they bring their own few styles, as that page brings none.
 */
const words = `<main style="max-width:32rem;margin:20vh auto;padding:0 1rem;text-align:center;font:1rem/1.5 ui-sans-serif,system-ui,sans-serif">
<h1 style="font-size:1.5rem">Something went wrong on our side</h1>
<p>What is in your cart is kept, and what you bought is bought. Please try again in a moment.</p>
<p style="margin-top:2rem"><a href="">Try again</a> · <a href="/">Home</a> · <a href="/cart">Cart</a></p>
</main>`;

/** The page of the framework for what broke, with something to read in it. */
export const withWords = (html: string): string =>
  html.includes('id="__next_error__"') ? html.replace(/<body[^>]*>/, body => body + words) : html;
