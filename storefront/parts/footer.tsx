import { messages } from '../messages/messages.ts';
import { shop } from '../shop/about.ts';
import { contentPages } from '../shop/content.ts';

export function Footer() {
  const { claim, newest, footer: words, help } = messages().shop;
  const shopLinks = [
    { name: words.categories, path: '/categories' },
    { name: newest, path: '/search?sort=newest' },
    { name: words.findOrder, path: '/orders' },
    { name: words.account, path: '/account' },
  ];
  return (
    <footer className="border-line border-t text-faint text-md print:hidden">
      <div className="mx-auto flex w-full max-w-7xl flex-wrap justify-between gap-x-12 gap-y-6 px-4 py-8 sm:px-6 lg:px-8">
        <p className="max-w-xs">
          {shop.name}: {claim}.
        </p>
        <nav aria-label={words.label} className="grid grid-cols-2 gap-x-12 gap-y-1">
          <Links links={shopLinks} />
          <Links links={contentPages.map(slug => ({ name: help[slug], path: `/help/${slug}` }))} />
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
