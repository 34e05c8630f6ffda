import type { Metadata } from 'next';
import { Live } from '../../client/live.tsx';
import { messages } from '../../messages/messages.ts';
import { fill } from '../../messages/text.ts';
import { CompareTable } from '../../parts/compare-table.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Unavailable } from '../../parts/unavailable.tsx';
import { findProduct, isUnavailable, type Product } from '../../shop/catalog.ts';
import { comparedSlugs, compareUrl, MAX_COMPARED } from '../../shop/compare.ts';
import { availability } from '../../shop/stock.ts';

export const generateMetadata = (): Metadata => ({
  title: messages().compare.title,
  robots: { index: false },
});

interface Props {
  searchParams: Promise<{ product?: string | string[] }>;
}

/** Products side by side; the address names them. */
export default async function ComparePage({ searchParams }: Props) {
  const words = messages().compare;
  const slugs = comparedSlugs((await searchParams).product);
  const found = await Promise.all(slugs.map(findProduct));
  const down = found.find(isUnavailable);
  if (down) return <Unavailable down={down} what="comparison" retry={compareUrl(slugs)} />;
  const products = found.filter((one): one is Product => one !== undefined && !isUnavailable(one));
  if (products.length === 0)
    return (
      <Empty title={words.empty} actions={[{ name: words.browse, path: '/categories' }]}>
        <p>{fill(words.emptyText, { most: MAX_COMPARED })}</p>
      </Empty>
    );
  const skus = products.flatMap(({ variants }) => variants.map(({ sku }) => sku));
  const stock = await availability(skus);
  return (
    <>
      <h1 className="text-3xl">{words.title}</h1>
      <p className="mt-2 text-soft">
        {products.length < MAX_COMPARED ? fill(words.more, { most: MAX_COMPARED }) : words.full}
      </p>
      <CompareTable products={products} stock={stock} />
      <Live
        tags={[
          ...products.map(({ slug }) => `product:${encodeURIComponent(slug)}`),
          ...skus.slice(0, 20).map(sku => `stock:${encodeURIComponent(sku)}`),
        ]}
      />
    </>
  );
}
