import type { Metadata } from 'next';
import { Live } from '../../client/live.tsx';
import { messages } from '../../messages/messages.ts';
import { fill } from '../../messages/text.ts';
import { Empty } from '../../parts/empty.tsx';
import { NewProducts } from '../../parts/new-products.tsx';
import { Results } from '../../parts/results.tsx';
import { Unavailable } from '../../parts/unavailable.tsx';
import { isUnavailable } from '../../shop/catalog.ts';
import { listUrl, parseListQuery, type SearchParams } from '../../shop/list-query.ts';
import { nearestInPrice, searchProducts } from '../../shop/search.ts';

interface Props {
  searchParams: Promise<SearchParams>;
}

function titleOf(q: string | undefined): string {
  const { everything, quoted } = messages().list.search;
  return q === undefined ? everything : fill(quoted, { words: q });
}

/** Every combination of filters is a page; search engines find the products by the sitemap. */
export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { q } = parseListQuery(await searchParams);
  return { title: titleOf(q), robots: { index: false, follow: true } };
}

export default async function Search({ searchParams }: Props) {
  const query = parseListQuery(await searchParams);
  const found = await searchProducts(query);
  if (isUnavailable(found)) return <Unavailable down={found} what="search" retry={listUrl('/search', query)} />;
  const { q } = query;
  const words = messages().list.search;
  const isFiltered =
    query.brand.length + query.category.length + query.attribute.length > 0 ||
    query.minPrice !== undefined ||
    query.maxPrice !== undefined ||
    query.inStock;
  if (found.cards.length === 0 && !isFiltered && query.cursor === undefined) {
    const empty = (
      <Empty
        title={q === undefined ? words.empty : fill(words.none, { words: q })}
        actions={[{ name: messages().shop.lookAroundCategories, path: '/categories' }]}
      >
        <p>{words.advice}</p>
      </Empty>
    );
    return (
      <>
        {empty}
        <NewProducts />
      </>
    );
  }
  const nearest = found.cards.length === 0 ? await nearestInPrice(query, 4) : [];
  const isCorrected = found.corrections.length > 0 && !found.corrections.includes((q ?? '').toLowerCase());
  return (
    <>
      <h1 className="text-3xl [overflow-wrap:anywhere]">
        {isCorrected ? fill(words.corrected, { words: found.corrections[0] ?? '' }) : titleOf(q)}
      </h1>
      {isCorrected && <p className="mt-2 text-soft">{fill(words.closest, { words: q ?? '' })}</p>}
      {found.isPartial && found.cards.length > 0 && <p className="mt-2 text-soft">{words.partial}</p>}
      <Results path="/search" query={query} found={found} nearest={nearest} />
      <Live tags={['search']} />
    </>
  );
}
