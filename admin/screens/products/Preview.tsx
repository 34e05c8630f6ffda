import './preview.css';
import { useFormContext, useWatch } from 'react-hook-form';
import { MoneyText } from '../../kit/components/MoneyText.tsx';
import { PriceRange } from './PriceRange.tsx';
import { pictureUrl } from './ProductPicture.tsx';
import type { ProductForm } from './product-form.ts';

/** The product's card as shoppers will see it, while it is edited. */
export function CardPreview() {
  const { control } = useFormContext<ProductForm>();
  const { title, images, variants } = useWatch({ control });
  const [image] = useWatch({ control, name: 'images' });
  const priced = (variants ?? []).flatMap(variant => {
    const { amount, currency } = variant.price ?? {};
    return amount === undefined || currency === undefined ? [] : [{ price: { amount, currency } }];
  });
  const [first] = variants ?? [];
  const was = useWatch({ control, name: 'variants.0.compareAtPrice' });
  return (
    <figure className="card-preview" aria-label="How the card looks in the shop">
      <div className="card-preview-picture" style={image?.tint ? { background: image.tint } : undefined}>
        {image ? <img src={pictureUrl(image, 480)} alt="" /> : <span className="faint">No picture yet</span>}
        {(images?.length ?? 0) > 1 && <small>{images?.length} pictures</small>}
      </div>
      <figcaption>
        <strong>{title || 'Without a title'}</strong>
        <span className="faint">{variants && variants.length > 1 ? `${variants.length} variants` : first?.size}</span>
        <span className="card-preview-price">
          <PriceRange variants={priced} />
          {was && (
            <s className="faint">
              <MoneyText value={was} />
            </s>
          )}
        </span>
      </figcaption>
    </figure>
  );
}

const TITLE_SHOWN = 60;
const TEXT_SHOWN = 155;

const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length).trimEnd()}…` : text;

/** The product as a search engine would list it. */
export function SearchPreview() {
  const { control } = useFormContext<ProductForm>();
  const [title, description, slug, seo] = useWatch({ control, name: ['title', 'description', 'slug', 'seo'] });
  return (
    <div className="search-preview" role="img" aria-label="How search engines may show it">
      <span className="faint">your shop › products › {slug || 'made-from-the-title'}</span>
      <strong>{cut(seo.title || title || 'Without a title', TITLE_SHOWN)}</strong>
      <span className="soft">
        {cut(
          seo.description || description || 'Without a description, search engines choose words of the page.',
          TEXT_SHOWN,
        )}
      </span>
    </div>
  );
}
