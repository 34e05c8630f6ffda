'use client';
import { errorMessages } from '../messages/error-messages.ts';

/** The page for an error while a page was rendered. */
export default function PageError() {
  const words = errorMessages();
  return (
    <section role="alert" className="mx-auto max-w-lg py-16 text-center sm:py-24">
      <h1 className="text-2xl">{words.title}</h1>
      <p className="mt-3 text-balance text-soft">{words.text}</p>
      <div className="mt-8 flex flex-wrap justify-center gap-3">
        <button type="button" onClick={() => location.reload()} className="button">
          {words.retry}
        </button>
        <a href="/" className="button button-quiet">
          {words.home}
        </a>
      </div>
    </section>
  );
}
