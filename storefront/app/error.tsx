'use client';

/** The page for an error while a page was rendered. */
export default function PageError() {
  return (
    <section role="alert" className="mx-auto max-w-lg py-16 text-center sm:py-24">
      <h1 className="text-2xl">Something went wrong on our side</h1>
      <p className="mt-3 text-balance text-soft">
        What is in your cart is kept, and what you bought is bought. Please try again in a moment.
      </p>
      <div className="mt-8 flex flex-wrap justify-center gap-3">
        <button type="button" onClick={() => location.reload()} className="button">
          Try again
        </button>
        <a href="/" className="button button-quiet">
          Home
        </a>
      </div>
    </section>
  );
}
