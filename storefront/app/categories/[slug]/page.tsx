import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Live } from '../../../client/live.tsx';
import { Breadcrumbs } from '../../../parts/breadcrumbs.tsx';
import { Grid } from '../../../parts/grid.tsx';
import { Results } from '../../../parts/results.tsx';
import { Unavailable } from '../../../parts/unavailable.tsx';
import { type Card, cardOf, isDown, listCategories, listProducts } from '../../../shop/catalog.ts';
import { find } from '../../../shop/search.ts';
import { listAddress, type Query, readWanted } from '../../../shop/wanted.ts';

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Query>;
}

async function categoryOf(slug: string) {
  const categories = await listCategories();
  return isDown(categories) ? categories : categories.find(category => category.slug === slug);
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const category = await categoryOf(slug);
  if (category === undefined || isDown(category)) return { title: 'Shelf' };
  const title = category.name;
  const description = `${category.name}: ${category.products} products with today’s prices and what is really in stock.`;
  const images = category.image
    ? [{ url: category.image.url, width: category.image.width, height: category.image.height, alt: category.image.alt }]
    : [];
  return {
    title,
    description,
    alternates: { canonical: `/categories/${slug}` },
    openGraph: { title, description, url: `/categories/${slug}`, images },
  };
}

export default async function CategoryPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const path = `/categories/${slug}`;
  const wanted = { ...readWanted(await searchParams), q: undefined, category: [slug] };
  const [category, found] = await Promise.all([
    categoryOf(slug),
    find({ ...wanted, sort: wanted.sort === 'relevance' ? 'newest' : wanted.sort }),
  ]);
  if (category === undefined) notFound();
  if (isDown(category))
    return <Unavailable down={category} what="This shelf" retry={listAddress(path, wanted, ['category'])} />;
  return (
    <>
      <Breadcrumbs
        crumbs={[
          { name: 'Shelves', path: '/categories' },
          { name: category.name, path },
        ]}
      />
      <h1 className="text-3xl">{category.name}</h1>
      {isDown(found) ? <Plain slug={slug} /> : <Results path={path} wanted={wanted} found={found} fixed="category" />}
      <Live tags={['search', 'products']} />
    </>
  );
}

/** The shelf straight from the catalog, while search is down: without filters, but there. */
async function Plain({ slug }: { slug: string }) {
  const products = await listProducts({ limit: 48, category: slug });
  if (isDown(products)) return <Unavailable down={products} what="This shelf" retry={`/categories/${slug}`} />;
  const cards = products.items.map(cardOf).filter((card): card is Card => card !== undefined);
  return (
    <>
      <p role="status" className="mt-2 mb-8 text-soft">
        Filters and sorting are away for a moment;{' '}
        {products.nextCursor === null ? 'the products are all here' : 'here are the newest'}.
      </p>
      <Grid cards={cards} label="Products" isTop />
    </>
  );
}
