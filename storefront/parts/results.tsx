import { InPlaceLink } from '../client/in-place-link.tsx';
import { ShowMore } from '../client/show-more.tsx';
import { counted, messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';
import type { Card } from '../shop/card.ts';
import { firstPageOf, type ListQuery, listUrl, MAX_PAGES, type Sort } from '../shop/list-query.ts';
import type { SearchResults } from '../shop/search.ts';
import { ChosenFilters } from './chosen-filters.tsx';
import { Facets } from './facets.tsx';
import { Grid } from './grid.tsx';

interface ResultsProps {
  path: string;
  query: ListQuery;
  found: SearchResults;
  /** A facet that the path selects already. */
  fixed?: 'category';
  /** What is nearest to a price filter that nothing matches. */
  nearest: readonly Card[];
}

const sortsFor = (query: ListQuery): readonly Sort[] =>
  query.q === undefined
    ? ['newest', 'price-asc', 'price-desc', 'unit-price-asc', 'title']
    : ['relevance', 'price-asc', 'price-desc', 'unit-price-asc', 'newest'];

/** A list of products with filters and sort order; all of it links and plain forms. */
export function Results({ path, query, found, fixed, nearest }: ResultsProps) {
  const leaveOut = fixed ? [fixed] : [];
  const to = (next: ListQuery) => listUrl(path, next, leaveOut);
  const current = query.sort === 'relevance' && query.q === undefined ? 'newest' : query.sort;
  const { total, cards, shown, nextCursor } = found;
  const words = messages().list;
  const products = counted(messages().shop.products, total);
  return (
    <div className="mt-6 lg:grid lg:grid-cols-[14rem_1fr] lg:gap-10">
      <Facets path={path} query={query} facets={found.facets} total={total} fixed={fixed} />
      <section aria-label={words.label}>
        <div className="mb-6 flex flex-wrap items-center justify-between gap-3">
          <p role="status" className="text-faint text-md tabular-nums">
            {shown > 0 && shown < total ? fill(words.shownOf, { shown, total: products }) : products}
          </p>
          {cards.length > 0 && (
            <nav aria-label={words.sortBy} className="-mx-1 flex max-w-full gap-2 overflow-x-auto p-1">
              {sortsFor(query).map(sort => (
                <InPlaceLink
                  key={sort}
                  href={to({ ...firstPageOf(query), sort })}
                  addsHistoryEntry
                  aria-current={sort === current ? 'true' : undefined}
                  rel="nofollow"
                  className="chip aria-busy:opacity-60"
                >
                  {words.sorts[sort]}
                </InPlaceLink>
              ))}
            </nav>
          )}
        </div>
        <ChosenFilters path={path} query={query} facets={found.facets} fixed={fixed} />
        {cards.length > 0 && <Grid cards={cards} label={words.label} isTop />}
        {cards.length === 0 && <NoResults clear={path} query={query} nearest={nearest} />}
        <div className="mt-12 flex flex-wrap justify-center gap-3">
          {query.cursor !== undefined && (
            <a href={to(firstPageOf(query))} rel="nofollow" className="button button-quiet">
              {words.backToFirst}
            </a>
          )}
          <ShowMore
            next={nextCursor === null ? undefined : to({ ...query, cursor: nextCursor, pages: 1 })}
            appended={query.pages < MAX_PAGES ? to({ ...query, pages: query.pages + 1 }) : undefined}
            shown={cards.length}
            label={words.showMore}
            pendingLabel={words.loadingMore}
          />
        </div>
      </section>
    </div>
  );
}

function NoResults({ clear, query: { q }, nearest }: { clear: string; query: ListQuery; nearest: readonly Card[] }) {
  const words = messages().list;
  return (
    <>
      <div className="rounded-xl bg-sunken px-6 py-10 text-center">
        <p className="font-medium">{words.nothingFits}</p>
        <a
          href={q === undefined ? clear : `${clear}?q=${encodeURIComponent(q)}`}
          className="link mt-2 inline-flex min-h-11 items-center"
        >
          {words.clearAll}
        </a>
      </div>
      {nearest.length > 0 && (
        <>
          <h2 className="mt-10 mb-6 text-xl">{words.nearestPrice}</h2>
          <Grid cards={nearest} label={words.nearestPrice} />
        </>
      )}
    </>
  );
}
