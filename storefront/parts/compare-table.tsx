import type { CSSProperties } from 'react';
import { messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';
import type { Product } from '../shop/catalog.ts';
import { compareRows } from '../shop/compare.ts';
import { Picture } from './picture.tsx';

interface CompareTableProps {
  products: readonly Product[];
  /** By SKU; undefined where the inventory service does not answer. */
  stock: ReadonlyMap<string, number> | undefined;
}

/** A column a product, a row a property; what tells the products apart is stronger. */
export function CompareTable({ products, stock }: CompareTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls is reached by the keyboard
    <section aria-label={messages().compare.table} tabIndex={0} className="compare mt-8 overflow-x-auto rounded-xl">
      <table
        className="table-fixed border-separate border-spacing-0 text-left text-md"
        style={widthOf(products.length)}
      >
        <thead>
          <tr>
            <td className="w-24 sm:w-28" />
            {products.map(product => (
              <th key={product.slug} scope="col" className="p-3 align-top font-normal">
                <ProductHead product={product} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {compareRows(products, stock).map(({ name, values, differs }) => (
            <tr key={`${name} ${values.join()}`}>
              <th
                scope="row"
                className="sticky left-0 border-line border-t bg-canvas py-3 pr-3 align-top font-normal text-faint"
              >
                {name}
              </th>
              {values.map((value, index) => (
                <td
                  key={products[index]?.slug}
                  className={`border-line border-t p-3 align-top tabular-nums ${differs ? 'font-medium' : 'text-soft'}`}
                >
                  {value || <span className="text-faint">–</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Columns as wide as cards, and never so narrow that words break: then the table scrolls. */
function widthOf(columns: number): CSSProperties {
  return { width: `min(100%, ${8 + 18 * columns}rem)`, minWidth: `${6 + 10 * columns}rem` };
}

function ProductHead({ product: { slug, title, images } }: { product: Product }) {
  const words = messages().compare;
  return (
    <>
      <a href={`/products/${slug}`} className="group block rounded-xl">
        <Picture
          image={images[0] && { ...images[0], alt: '' }}
          sizes="(min-width: 768px) 22vw, 160px"
          className="aspect-square rounded-xl"
        />
        <span className="mt-3 line-clamp-3 block font-medium leading-snug group-hover:underline">{title}</span>
      </a>
      <form action="/compare/items" method="post" className="mt-1">
        <input type="hidden" name="remove" value={slug} />
        <button type="submit" aria-label={fill(words.removeTitle, { title })} className="link min-h-11 text-sm">
          {words.remove}
        </button>
      </form>
    </>
  );
}
