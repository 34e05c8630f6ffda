import { attributeText } from '../messages/format.ts';
import { messages } from '../messages/messages.ts';
import type { Product } from '../shop/catalog.ts';

/** What a product is: its attributes, each with its value. */
export function ProductDetails({ product: { attributes = [] } }: { product: Product }) {
  if (attributes.length === 0) return null;
  return (
    <section aria-labelledby="details" className="mt-8 max-w-prose border-line border-t pt-6">
      <h2 id="details" className="mb-3 text-lg">
        {messages().product.details}
      </h2>
      <dl className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-6 gap-y-2 text-md">
        {attributes.map(attribute => (
          <div key={attribute.key} className="contents">
            <dt className="wrap-anywhere text-faint">{attribute.name}</dt>
            <dd className="wrap-anywhere whitespace-pre-line">{attributeText(attribute)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
