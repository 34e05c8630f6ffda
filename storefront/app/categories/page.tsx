import type { Metadata } from 'next';
import { Live } from '../../client/live.tsx';
import { messages } from '../../messages/messages.ts';
import { Breadcrumbs } from '../../parts/breadcrumbs.tsx';
import { CategoryTiles } from '../../parts/category-tiles.tsx';
import { Unavailable } from '../../parts/unavailable.tsx';
import { isUnavailable, listCategories } from '../../shop/catalog.ts';

export function generateMetadata(): Metadata {
  const { categories: title, category } = messages().shop;
  return { title, description: category.listDescription, alternates: { canonical: '/categories' } };
}

export default async function Categories() {
  const categories = await listCategories();
  if (isUnavailable(categories)) return <Unavailable down={categories} what="categories" retry="/categories" />;
  const words = messages().shop;
  return (
    <>
      <Breadcrumbs crumbs={[{ name: words.categories, path: '/categories' }]} />
      <h1 className="mb-8 text-3xl">{words.categories}</h1>
      {categories.length === 0 ? (
        <p className="text-soft">{words.category.none}</p>
      ) : (
        <CategoryTiles categories={categories} isTop />
      )}
      <Live tags={['categories']} />
    </>
  );
}
