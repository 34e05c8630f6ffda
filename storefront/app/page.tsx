import type { Metadata } from 'next';
import { Live } from '../client/live.tsx';
import { messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';
import { CategoryTiles } from '../parts/category-tiles.tsx';
import { Grid } from '../parts/grid.tsx';
import { JsonLd } from '../parts/json-ld.tsx';
import { Picture } from '../parts/picture.tsx';
import { Unavailable } from '../parts/unavailable.tsx';
import { publicUrl, shop } from '../shop/about.ts';
import { cardOf } from '../shop/card.ts';
import { type Category, isUnavailable, listCategories, listProducts } from '../shop/catalog.ts';

export const metadata: Metadata = { alternates: { canonical: '/' } };

const NEW = 12;
const SHELVES = 12;
/** How many pictures the hero has, of categories that are not among the tiles below, where there are enough. */
const HERO = 3;

export default async function Home() {
  const [categories, products] = await Promise.all([listCategories(), listProducts({ limit: NEW })]);
  if (isUnavailable(categories)) return <Unavailable down={categories} what="shop" retry="/" />;
  const words = messages().shop;
  const sorted = [...categories].sort((one, other) => other.products - one.products);
  const largest = sorted.slice(0, SHELVES);
  const heroCategories = [...sorted.slice(SHELVES), ...largest].filter(({ image }) => image).slice(0, HERO);
  const cards = isUnavailable(products) ? [] : products.items.flatMap(product => cardOf(product) ?? []);
  return (
    <>
      <Hero categories={heroCategories} />
      <section aria-labelledby="shelves" className="mt-16">
        <div className="mb-6 flex items-baseline justify-between">
          <h2 id="shelves" className="text-2xl">
            {words.categories}
          </h2>
          <a href="/categories" className="link text-md">
            {fill(words.front.all, { count: categories.length })}
          </a>
        </div>
        <CategoryTiles categories={largest} />
      </section>
      {cards.length > 0 && (
        <section aria-labelledby="new" className="mt-16">
          <div className="mb-6 flex items-baseline justify-between">
            <h2 id="new" className="text-2xl">
              {words.newest}
            </h2>
            <a href="/search?sort=newest" className="link text-md">
              {words.front.everything}
            </a>
          </div>
          <Grid cards={cards} label={words.newest} />
        </section>
      )}
      <JsonLd
        data={{
          '@type': 'WebSite',
          name: shop.name,
          url: publicUrl(),
          potentialAction: {
            '@type': 'SearchAction',
            target: `${publicUrl()}/search?q={words}`,
            'query-input': 'required name=words',
          },
        }}
      />
      <Live tags={['products', 'categories']} />
    </>
  );
}

function Hero({ categories }: { categories: readonly Category[] }) {
  const { lookAround, front: words } = messages().shop;
  return (
    <section className="grid items-center gap-8 overflow-hidden rounded-2xl bg-sunken px-6 py-10 sm:px-12 lg:grid-cols-[1.1fr_1fr] lg:py-14">
      <div>
        <h1 className="text-3xl sm:text-4xl">{words.title}</h1>
        <p className="mt-4 max-w-md text-lg text-soft">{words.text}</p>
        <div className="mt-8 flex flex-wrap gap-3">
          <a href="/categories" className="button">
            {lookAround}
          </a>
          <a href="/search?inStock=true&sort=price-asc" className="button button-quiet">
            {words.bestPrices}
          </a>
        </div>
      </div>
      <div className="grid grid-cols-3 gap-3 sm:gap-4">
        {categories.map(({ slug, image, name }, at) => (
          <a
            key={slug}
            href={`/categories/${slug}`}
            aria-label={name}
            className={`block rounded-2xl ${at === 1 ? 'lg:translate-y-6' : ''}`}
          >
            <Picture
              image={image && { ...image, alt: '' }}
              sizes="(min-width: 1024px) 180px, 28vw"
              when={at === 0 ? 'first' : 'soon'}
              className="aspect-[3/4] rounded-2xl"
            />
          </a>
        ))}
      </div>
    </section>
  );
}
