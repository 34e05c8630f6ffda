import type { Metadata } from 'next';
import { notFound, permanentRedirect } from 'next/navigation';
import { Live } from '../../../client/live.tsx';
import { messages } from '../../../messages/messages.ts';
import { Breadcrumbs } from '../../../parts/breadcrumbs.tsx';
import { BuyForm, variantInQuery } from '../../../parts/buy-form.tsx';
import { DeliveryEstimate } from '../../../parts/delivery-estimate.tsx';
import { Gallery } from '../../../parts/gallery.tsx';
import { Grid } from '../../../parts/grid.tsx';
import { JsonLd } from '../../../parts/json-ld.tsx';
import { productData } from '../../../parts/product-data.ts';
import { ProductDetails } from '../../../parts/product-details.tsx';
import { Unavailable } from '../../../parts/unavailable.tsx';
import { shop } from '../../../shop/about.ts';
import { cardOf } from '../../../shop/card.ts';
import { findProduct, isUnavailable, listProducts } from '../../../shop/catalog.ts';
import { shippingMethods } from '../../../shop/shipping.ts';
import { availability } from '../../../shop/stock.ts';
import type { SearchParams } from '../../../shop/variant-options.ts';

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<SearchParams>;
}

const firstLine = (text: string | undefined): string | undefined => text?.split('\n', 1)[0]?.slice(0, 300);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const product = await findProduct(slug);
  if (product === undefined || isUnavailable(product)) return { title: messages().product.name };
  const title = product.seo.title ?? product.title;
  const description = product.seo.description ?? firstLine(product.description) ?? product.title;
  const images = product.images.slice(0, 4).map(({ url, width, height, alt }) => ({ url, width, height, alt }));
  const path = `/products/${product.slug}`;
  return { title, description, alternates: { canonical: path }, openGraph: { title, description, url: path, images } };
}

export default async function ProductPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const product = await findProduct(slug);
  if (product === undefined) notFound();
  if (isUnavailable(product)) return <Unavailable down={product} what="product" retry={`/products/${slug}`} />;
  if (product.slug !== slug) permanentRedirect(`/products/${product.slug}`);
  const words = messages().product;
  const skus = product.variants.map(({ sku }) => sku);
  const [stock, others, methods] = await Promise.all([
    availability(skus),
    listProducts({ limit: 5, category: product.category.slug }),
    shippingMethods(shop.country),
  ]);
  const given = await searchParams;
  const selected = variantInQuery(product, stock, given);
  if (!selected) notFound();
  const beside = isUnavailable(others) ? [] : others.items.filter(other => other.slug !== slug);
  const cards = beside.flatMap(other => cardOf(other) ?? []).slice(0, 4);
  return (
    <>
      <Breadcrumbs
        crumbs={[
          { name: product.category.name, path: `/categories/${product.category.slug}` },
          { name: product.title, path: `/products/${slug}` },
        ]}
      />
      <div className="grid grid-cols-1 gap-8 md:grid-cols-2 lg:gap-14">
        <Gallery product={product} variant={selected} wanted={[given.picture].flat()[0]} />
        <div className="flex flex-col md:py-4">
          {product.brand && (
            <a
              href={`/search?brand=${encodeURIComponent(product.brand)}`}
              className="text-faint text-md hover:text-ink hover:underline"
            >
              {product.brand}
            </a>
          )}
          <h1 className="mt-1 text-2xl sm:text-3xl">{product.title}</h1>
          <BuyForm product={product} stock={stock} selected={selected} alert={[given.alert].flat()[0]} />
          <DeliveryEstimate methods={methods} />
          <form action="/compare/items" method="post" className="mt-4">
            <input type="hidden" name="add" value={product.slug} />
            <button type="submit" className="link min-h-11 text-md">
              {words.compare}
            </button>
          </form>
          {product.description && (
            <div className="mt-8 max-w-prose border-line border-t pt-6 text-soft">
              {product.description.split(/\n\s*\n/).map(paragraph => (
                <p key={paragraph} className="mb-3">
                  {paragraph}
                </p>
              ))}
            </div>
          )}
          <ProductDetails product={product} />
        </div>
      </div>
      {cards.length > 0 && (
        <section aria-labelledby="beside" className="mt-20">
          <h2 id="beside" className="mb-6 text-xl">
            {words.sameCategory}
          </h2>
          <Grid cards={cards} label={words.sameCategory} />
        </section>
      )}
      <JsonLd data={productData(product, stock)} />
      <Live
        tags={[
          `product:${encodeURIComponent(slug)}`,
          ...skus.slice(0, 20).map(sku => `stock:${encodeURIComponent(sku)}`),
        ]}
      />
    </>
  );
}
