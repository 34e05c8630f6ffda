import type { Collection } from 'mongodb';
import type { ProductDocument } from './document.ts';
import type { Part } from './part.ts';
import type { Condition, Lead, Way } from './ways.ts';

/** Up to so many matches are gathered and sorted at once. */
const FEW = 4_000;
/** What is not few is looked for among so many of the list first: spread evenly, it fills a page there. */
const PASSED = 2_000;
/** How far is counted to tell which of several common words is the rarest. */
const MANY = 20_000;

/** A way, and where to enter it. */
interface Led {
  way: Way;
  lead: Lead;
  /** Of the lead alone, counted up to a limit. */
  matches: number;
}

const isFew = (led: readonly Led[]): boolean => led.every(({ matches }) => matches < FEW);

/** That a product is on one of these ways. */
export const anyOf = (ways: readonly Way[]): Condition => ({ $or: ways.map(way => way.meets) });

/**
 * Finds products by what was typed, in the order of a list. What is rare is gathered by the index of its rarest word
 * and sorted. What is common is looked for among the first of the list, and gathered where all of it lies further on.
 */
export function productSearch(products: Collection<ProductDocument>) {
  /** The lead of a way with the fewest matches. */
  async function rarest(way: Way, most: number): Promise<Led> {
    const counted = way.leads.map(async lead => {
      const matches = await products.countDocuments(lead.condition, { limit: most, hint: lead.index });
      return { way, lead, matches };
    });
    return (await Promise.all(counted)).reduce((least, next) => (next.matches < least.matches ? next : least));
  }

  /** Each way with its rarest lead, as far as counting to `FEW` tells. */
  const leadsOf = (ways: readonly Way[]) => Promise.all(ways.map(way => rarest(way, FEW)));

  /** Tells the rarest of common leads. */
  const tellApart = (led: readonly Led[]) =>
    Promise.all(led.map(one => (one.matches < FEW || one.way.leads.length === 1 ? one : rarest(one.way, MANY))));

  /**
   * The first matches on any of these ways: only what puts them in order is sorted, and the products themselves are
   * read in the end.
   */
  async function gather(ways: readonly Led[], part: Part, limit: number): Promise<ProductDocument[]> {
    const found = ways
      .filter(({ matches }) => matches > 0)
      .map(({ way, lead }) =>
        products
          // Where there is one lead alone, it says all that is to be met.
          .find({ $and: [...part.filter, lead.condition, ...(way.leads.length > 1 ? [way.meets] : [])] })
          .project<Pick<ProductDocument, '_id'>>({ [part.field]: 1 })
          .sort(part.order)
          .hint(lead.index)
          .limit(limit)
          .toArray(),
      );
    const ids = (await Promise.all(found)).flat().map(({ _id }) => _id);
    return products
      .find({ _id: { $in: ids } })
      .sort(part.order)
      .limit(limit)
      .toArray();
  }

  /** The first matches among the first products of the list. */
  function pass(ways: readonly Way[], { places, index, order }: Part, limit: number): Promise<ProductDocument[]> {
    const stages = [
      { $match: { $and: [...places] } },
      { $sort: order },
      { $limit: PASSED },
      { $match: anyOf(ways) },
      { $limit: limit },
    ];
    return products.aggregate<ProductDocument>(stages, { hint: index }).toArray();
  }

  return {
    /** The first `limit` products of a part that are on any of these ways. */
    async first(ways: readonly Way[], part: Part, limit: number): Promise<ProductDocument[]> {
      const led = await leadsOf(ways);
      if (isFew(led)) return gather(led, part, limit);
      const passed = await pass(ways, part, limit);
      return passed.length === limit ? passed : gather(await tellApart(led), part, limit);
    },

    /** All products of a part that are on any of these ways, where they are few enough to be held at once. */
    async few(ways: readonly Way[], part: Part): Promise<ProductDocument[] | undefined> {
      const led = await leadsOf(ways);
      return isFew(led) ? gather(led, part, led.length * FEW) : undefined;
    },
  };
}
