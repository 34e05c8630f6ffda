import type { Metadata } from 'next';
import { Live } from '../../client/live.tsx';
import { Breadcrumbs } from '../../parts/breadcrumbs.tsx';
import { CategoryTiles } from '../../parts/category-tiles.tsx';
import { Unavailable } from '../../parts/unavailable.tsx';
import { isUnavailable, listCategories } from '../../shop/catalog.ts';

export const metadata: Metadata = {
  title: 'Shelves',
  description: 'Everything the shop has, shelf by shelf.',
  alternates: { canonical: '/categories' },
};

export default async function Categories() {
  const categories = await listCategories();
  if (isUnavailable(categories)) return <Unavailable down={categories} what="The shelves" retry="/categories" />;
  return (
    <>
      <Breadcrumbs crumbs={[{ name: 'Shelves', path: '/categories' }]} />
      <h1 className="mb-8 text-3xl">Shelves</h1>
      {categories.length === 0 ? (
        <p className="text-soft">The shop is being filled. Please come back soon.</p>
      ) : (
        <CategoryTiles categories={categories} isTop />
      )}
      <Live tags={['categories']} />
    </>
  );
}
