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
            className="group flex h-full items-center gap-3 rounded-xl bg-surface p-2 pr-3 shadow-sm ring-1 ring-line hover:bg-hover xl:flex-col xl:items-stretch xl:p-2"
          >
            <Picture
              image={image && { ...image, alt: '' }}
              sizes="(min-width: 1280px) 180px, 64px"
              when={isTop && at < 6 ? 'soon' : 'later'}
              className="size-16 shrink-0 rounded-lg xl:aspect-[4/3] xl:h-auto xl:w-full"
            />
            <span className="min-w-0 xl:px-1 xl:pb-1">
              <span className="block font-medium leading-snug">{name}</span>
              <span className="block text-faint text-sm tabular-nums">
                {products === 1 ? '1 product' : `${products} products`}
              </span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
