import type { Metadata } from 'next';
import { notFound, permanentRedirect } from 'next/navigation';
import { Live } from '../../../client/live.tsx';
import { messages } from '../../../messages/messages.ts';
import { fill } from '../../../messages/text.ts';
import { Breadcrumbs } from '../../../parts/breadcrumbs.tsx';
import { Grid } from '../../../parts/grid.tsx';
import { Results } from '../../../parts/results.tsx';
import { Unavailable } from '../../../parts/unavailable.tsx';
import { cardOf } from '../../../shop/card.ts';
import { currentSlug, isUnavailable, listCategories, listProducts } from '../../../shop/catalog.ts';
import { listUrl, parseListQuery, type SearchParams } from '../../../shop/list-query.ts';
import { nearestInPrice, searchProducts } from '../../../shop/search.ts';

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<SearchParams>;
}

async function categoryOf(slug: string) {
  const categories = await listCategories();
  return isUnavailable(categories) ? categories : categories.find(category => category.slug === slug);
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const category = await categoryOf(slug);
  if (category === undefined || isUnavailable(category)) return { title: messages().shop.category.name };
  const title = category.name;
  const description = fill(messages().shop.category.description, { name: title, count: category.products });
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
  const query = { ...parseListQuery(await searchParams), q: undefined, category: [slug] };
  const [category, found] = await Promise.all([
    categoryOf(slug),
    searchProducts({ ...query, sort: query.sort === 'relevance' ? 'newest' : query.sort }),
  ]);
  if (category === undefined) {
    const moved = await currentSlug(slug);
    if (moved !== undefined) permanentRedirect(`/categories/${moved}`);
    notFound();
  }
  const isEmpty = !isUnavailable(found) && found.cards.length === 0;
  const nearest = isEmpty ? await nearestInPrice(query, 4) : [];
  if (isUnavailable(category))
    return <Unavailable down={category} what="category" retry={listUrl(path, query, ['category'])} />;
  return (
    <>
      <Breadcrumbs
        crumbs={[
          { name: messages().shop.categories, path: '/categories' },
          { name: category.name, path },
        ]}
      />
      <h1 className="text-3xl">{category.name}</h1>
      {isUnavailable(found) ? (
        <CatalogList slug={slug} />
      ) : (
        <Results path={path} query={query} found={found} fixed="category" nearest={nearest} />
      )}
      <Live tags={['search', 'products']} />
    </>
  );
}

/** The category from the catalog service, while search is down: without filters. */
async function CatalogList({ slug }: { slug: string }) {
  const products = await listProducts({ limit: 48, category: slug });
  if (isUnavailable(products)) return <Unavailable down={products} what="category" retry={`/categories/${slug}`} />;
  const cards = products.items.flatMap(product => cardOf(product) ?? []);
  const words = messages().shop.category;
  return (
    <>
      <p role="status" className="mt-2 mb-8 text-soft">
        {products.nextCursor === null ? words.allWithoutFilters : words.newestWithoutFilters}
      </p>
      <Grid cards={cards} label={messages().list.label} isTop />
    </>
  );
}
