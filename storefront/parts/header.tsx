import { CartLink } from '../client/cart-link.tsx';
import { SearchBox } from '../client/search-box.tsx';
import { Shortened } from '../client/shortened.tsx';
import { messages } from '../messages/messages.ts';
import { shop } from '../shop/about.ts';

/** The header of every page: home, search, categories and cart. */
export function Header() {
  const words = messages().shop;
  return (
    <header className="bar print:hidden sticky top-0 z-30 border-line border-b bg-canvas/90 backdrop-blur-md">
      <div className="mx-auto flex w-full max-w-7xl flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5 sm:flex-nowrap sm:gap-x-6 sm:px-6 lg:px-8">
        <a href="/" className="flex min-h-11 items-center gap-2 font-semibold tracking-tight">
          <Mark />
          {shop.name}
        </a>
        <SearchBox />
        <a
          href="/account"
          aria-label={words.account}
          className="order-last grid size-11 place-items-center rounded-lg hover:bg-hover sm:hidden"
        >
          <Person />
        </a>
        <nav aria-label={words.header} className="ml-auto flex items-center max-sm:-mr-2 sm:gap-1">
          <a
            href="/categories"
            className="flex min-h-11 items-center rounded-lg px-3 text-md hover:bg-hover max-sm:px-2"
          >
            <Shortened word={words.categories} short={words.categoriesShort} />
          </a>
          <a
            href="/account"
            className="flex min-h-11 items-center rounded-lg px-3 text-md hover:bg-hover max-sm:hidden"
          >
            {words.account}
          </a>
          <CartLink />
        </nav>
      </div>
    </header>
  );
}

/** Stands for the account beside the search on phones, where the words of the row above leave no room. */
function Person() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      className="size-5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
    >
      <circle cx="12" cy="8" r="4" />
      <path d="M4.5 20.5c.8-4 3.7-6 7.5-6s6.7 2 7.5 6" />
    </svg>
  );
}

function Mark() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      className="size-6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
    >
      <path d="M12 20c-5 0-8-3.2-8-8 5 0 8 3.2 8 8Zm0 0c0-6 3-10 8-12 1 6.5-2.5 12-8 12Z" strokeLinejoin="round" />
      <path d="M12 9c0-2.5.8-4.5 2.5-6" />
    </svg>
  );
}
