import { messages } from '../messages/messages.ts';
import { cardOf } from '../shop/card.ts';
import { isUnavailable, listProducts } from '../shop/catalog.ts';
import { Grid } from './grid.tsx';

const SHOWN = 8;

/** The newest products, where a page has nothing else to offer. */
export async function NewProducts() {
  const products = await listProducts({ limit: SHOWN });
  const cards = isUnavailable(products) ? [] : products.items.flatMap(product => cardOf(product) ?? []);
  if (cards.length === 0) return null;
  return (
    <section aria-labelledby="new">
      <h2 id="new" className="mb-6 text-xl">
        {messages().shop.newest}
      </h2>
      <Grid cards={cards} label={messages().shop.newest} />
    </section>
  );
}
