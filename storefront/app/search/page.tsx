import type { Metadata } from 'next';
import { Live } from '../../client/live.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Results } from '../../parts/results.tsx';
import { Unavailable } from '../../parts/unavailable.tsx';
import { isDown } from '../../shop/catalog.ts';
import { find } from '../../shop/search.ts';
import { listAddress, type Query, readWanted } from '../../shop/wanted.ts';

interface Props {
  searchParams: Promise<Query>;
}

/** Every combination of wishes is a page; search engines find the products by the sitemap. */
export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { q } = readWanted(await searchParams);
  return { title: q === undefined ? 'Everything' : `“${q}”`, robots: { index: false, follow: true } };
}

export default async function Search({ searchParams }: Props) {
  const wanted = readWanted(await searchParams);
  const found = await find(wanted);
  if (isDown(found)) return <Unavailable down={found} what="Search" retry={listAddress('/search', wanted)} />;
  const { q } = wanted;
  const isNarrowed =
    wanted.brand.length + wanted.category.length > 0 ||
    wanted.minPrice !== undefined ||
    wanted.maxPrice !== undefined ||
    wanted.inStock;
  if (found.cards.length === 0 && !isNarrowed && wanted.cursor === undefined) {
    return (
      <Empty
        title={q === undefined ? 'Nothing here yet' : `Nothing found for “${q}”`}
        actions={[{ name: 'Look around the shelves', path: '/categories' }]}
      >
        <p>Try fewer or other words: the name of the product, its brand, or the shelf it would be on.</p>
      </Empty>
    );
  }
  const isForgiven = found.instead.length > 0 && !found.instead.includes((q ?? '').toLowerCase());
  return (
    <>
      <h1 className="text-3xl [overflow-wrap:anywhere]">
        {q === undefined ? 'Everything' : isForgiven ? `Showing results for “${found.instead[0]}”` : `“${q}”`}
      </h1>
      {isForgiven && <p className="mt-2 text-soft">Nothing is called “{q}”, so this is what comes closest.</p>}
      {found.isPartial && found.cards.length > 0 && (
        <p className="mt-2 text-soft">Nothing has all of these words; this has some of them.</p>
      )}
      <Results path="/search" wanted={wanted} found={found} />
      <Live tags={['search']} />
    </>
  );
}
