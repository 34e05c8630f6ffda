import { ShowMore } from '../client/show-more.tsx';
import { StayLink } from '../client/stay-link.tsx';
import type { Found } from '../shop/search.ts';
import { fromStart, listAddress, MOST_PAGES, type Sort, sorts, type Wanted } from '../shop/wanted.ts';
import { Facets } from './facets.tsx';
import { Grid } from './grid.tsx';

interface ResultsProps {
  path: string;
  wanted: Wanted;
  found: Found;
  /** Said by the path already. */
  fixed?: 'category';
}

const sortable = (wanted: Wanted): readonly Sort[] =>
  wanted.q === undefined
    ? ['newest', 'price-asc', 'price-desc', 'title']
    : ['relevance', 'price-asc', 'price-desc', 'newest'];

/** A list of products with everything that narrows and orders it; all of it links and plain forms. */
export function Results({ path, wanted, found, fixed }: ResultsProps) {
  const leaveOut = fixed ? [fixed] : [];
  const to = (next: Wanted) => listAddress(path, next, leaveOut);
  const current = wanted.sort === 'relevance' && wanted.q === undefined ? 'newest' : wanted.sort;
  const { total, cards, nextCursor } = found;
  return (
    <div className="mt-6 lg:grid lg:grid-cols-[14rem_1fr] lg:gap-10">
      <Facets path={path} wanted={wanted} facets={found.facets} fixed={fixed} />
      <section aria-label="Products">
        <div className="mb-6 flex flex-wrap items-center justify-between gap-3">
          <p role="status" className="text-faint text-md tabular-nums">
            {cards.length > 0 && cards.length < total ? `${cards.length} of ` : ''}
            {total === 1 ? '1 product' : `${total} products`}
          </p>
          {cards.length > 0 && (
            <nav aria-label="Sort by" className="-mx-1 flex max-w-full gap-2 overflow-x-auto p-1">
              {sortable(wanted).map(sort => (
                <StayLink
                  key={sort}
                  href={to({ ...fromStart(wanted), sort })}
                  isStep
                  aria-current={sort === current ? 'true' : undefined}
                  rel="nofollow"
                  className="chip aria-busy:opacity-60"
                >
                  {sorts[sort]}
                </StayLink>
              ))}
            </nav>
          )}
        </div>
        {cards.length === 0 ? <NoneLeft clear={path} wanted={wanted} /> : <Grid cards={cards} label="Products" isTop />}
        <div className="mt-12 flex flex-wrap justify-center gap-3">
          {wanted.cursor !== undefined && (
            <a href={to(fromStart(wanted))} rel="nofollow" className="button button-quiet">
              Back to the first
            </a>
          )}
          <ShowMore
            next={nextCursor === null ? undefined : to({ ...wanted, cursor: nextCursor, pages: 1 })}
            appended={wanted.pages < MOST_PAGES ? to({ ...wanted, pages: wanted.pages + 1 }) : undefined}
            shown={cards.length}
          />
        </div>
      </section>
    </div>
  );
}

function NoneLeft({ clear, wanted: { q } }: { clear: string; wanted: Wanted }) {
  return (
    <div className="rounded-xl bg-sunken px-6 py-16 text-center">
      <p className="font-medium">Nothing fits all of this.</p>
      <a
        href={q === undefined ? clear : `${clear}?q=${encodeURIComponent(q)}`}
        className="link mt-2 inline-flex min-h-11 items-center"
      >
        Take the filters off
      </a>
    </div>
  );
}
