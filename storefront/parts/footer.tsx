import { shop } from '../shop/about.ts';

export function Footer() {
  return (
    <footer className="border-line border-t text-faint text-md">
      <div className="mx-auto flex w-full max-w-7xl flex-wrap items-center justify-between gap-4 px-4 py-8 sm:px-6 lg:px-8">
        <p>
          {shop.name}: {shop.claim}.
        </p>
        <nav aria-label="More" className="flex gap-6">
          <a className="link" href="/categories">
            All shelves
          </a>
          <a className="link" href="/search?sort=newest">
            New in
          </a>
          <a className="link" href="/cart">
            Cart
          </a>
        </nav>
      </div>
    </footer>
  );
}
