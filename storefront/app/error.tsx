'use client';

/** Something broke on our side while a page was made: said plainly, with a way on. */
export default function PageError({ reset }: { reset(): void }) {
  return (
    <section className="mx-auto max-w-lg py-24 text-center">
      <h1 className="text-2xl">Something went wrong on our side</h1>
      <p className="mt-3 text-soft">Your cart is safe, and nothing was charged.</p>
      <div className="mt-8 flex justify-center gap-3">
        <button type="button" onClick={reset} className="button">
          Try again
        </button>
        <a href="/" className="button button-quiet">
          Home
        </a>
      </div>
    </section>
  );
}
