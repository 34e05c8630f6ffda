import { shop } from '../shop/about.ts';
import { contentPages } from '../shop/content.ts';

const shopLinks = [
  { name: 'All shelves', path: '/categories' },
  { name: 'New in', path: '/search?sort=newest' },
  { name: 'Find an order', path: '/orders' },
  { name: 'Your account', path: '/account' },
] as const;

export function Footer() {
  return (
    <footer className="border-line border-t text-faint text-md print:hidden">
      <div className="mx-auto flex w-full max-w-7xl flex-wrap justify-between gap-x-12 gap-y-6 px-4 py-8 sm:px-6 lg:px-8">
        <p className="max-w-xs">
          {shop.name}: {shop.claim}.
        </p>
        <nav aria-label="More" className="grid grid-cols-2 gap-x-12 gap-y-1">
          <Links links={shopLinks} />
          <Links links={contentPages.map(({ slug, name }) => ({ name, path: `/help/${slug}` }))} />
        </nav>
      </div>
    </footer>
  );
}

const Links = ({ links }: { links: readonly { name: string; path: string }[] }) => (
  <ul>
    {links.map(({ name, path }) => (
      <li key={path}>
        <a className="inline-flex min-h-8 items-center hover:text-ink hover:underline" href={path}>
          {name}
        </a>
      </li>
    ))}
  </ul>
);
