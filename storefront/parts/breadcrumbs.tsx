import { messages } from '../messages/messages.ts';
import { publicUrl } from '../shop/about.ts';
import { JsonLd } from './json-ld.tsx';

export interface Crumb {
  name: string;
  path: string;
}

/**
 * The path to the page, for people and search engines (schema.org BreadcrumbList). The last crumb is the page itself.
 */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  const words = messages().shop;
  const trail = [{ name: words.home, path: '/' }, ...crumbs];
  return (
    <nav aria-label={words.breadcrumb} className="mb-4 text-faint text-md">
      <ol className="flex flex-wrap items-center gap-x-2">
        {trail.map(({ name, path }, at) => (
          <li key={path} className="wrap-anywhere flex min-h-6 items-center gap-x-2">
            {at > 0 && <span aria-hidden="true">/</span>}
            {at === trail.length - 1 ? (
              <span aria-current="page">{name}</span>
            ) : (
              <a href={path} className="hover:text-ink hover:underline">
                {name}
              </a>
            )}
          </li>
        ))}
      </ol>
      <JsonLd
        data={{
          '@type': 'BreadcrumbList',
          itemListElement: trail.map(({ name, path }, at) => ({
            '@type': 'ListItem',
            position: at + 1,
            name,
            item: new URL(path, publicUrl()).href,
          })),
        }}
      />
    </nav>
  );
}
