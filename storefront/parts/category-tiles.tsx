import { counted, messages } from '../messages/messages.ts';
import type { Category } from '../shop/catalog.ts';
import { Picture } from './picture.tsx';

/** Categories as tiles: picture, name and count of products. */
export function CategoryTiles({ categories, isTop = false }: { categories: readonly Category[]; isTop?: boolean }) {
  return (
    <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 sm:gap-4 lg:grid-cols-4 xl:grid-cols-6">
      {categories.map(({ slug, name, products, image }, at) => (
        <li key={slug}>
          <a
            href={`/categories/${slug}`}
            className="group flex h-full flex-col gap-2 rounded-xl bg-surface p-2 shadow-sm ring-1 ring-line hover:bg-hover sm:flex-row sm:items-center sm:gap-3 sm:pr-3 xl:flex-col xl:items-stretch xl:p-2"
          >
            <Picture
              image={image && { ...image, alt: '' }}
              sizes="(min-width: 1280px) 180px, (min-width: 640px) 64px, 45vw"
              when={isTop && at < 6 ? 'soon' : 'later'}
              className="aspect-[5/3] w-full shrink-0 rounded-lg sm:aspect-square sm:w-16 xl:aspect-[4/3] xl:w-full"
            />
            <span className="min-w-0 px-1 pb-1 sm:px-0 sm:pb-0 xl:px-1 xl:pb-1">
              <span className="block hyphens-auto font-medium leading-snug">{name}</span>
              <span className="block text-faint text-sm tabular-nums">
                {counted(messages().shop.products, products)}
              </span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
