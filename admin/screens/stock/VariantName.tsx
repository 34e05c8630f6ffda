import { Link } from 'react-router';
import { humanize } from '../../kit/components/status-tones.ts';
import { ProductPicture } from '../products/ProductPicture.tsx';
import { useVariants } from './use-variants.ts';

export interface VariantNameProps {
  sku: string;
  /** All skus of the screen, so that one query reads them. */
  among?: readonly string[];
  /** Whether the name links to the product. */
  linked?: boolean;
}

/** A sku in words: picture and title of its product, the variant, and the status where it is not for sale. */
export function VariantName({ sku, among = [sku], linked = false }: VariantNameProps) {
  const { data, isError } = useVariants(among);
  const found = data?.get(sku);
  if (!found) {
    const text = data ? 'Not in the catalog' : isError ? 'Could not be read' : '…';
    return (
      <span className="stock-variant faint">
        <ProductPicture image={undefined} size={32} />
        {text}
      </span>
    );
  }
  const { productId, title, variant, status, image } = found;
  const more = [variant, status === 'active' ? undefined : humanize(status)]
    .filter(part => part !== undefined)
    .join(' · ');
  return (
    <span className="stock-variant">
      <ProductPicture image={image} size={32} />
      <span>
        {linked ? (
          <Link to={`/products/${productId}/show`} title={title}>
            {title}
          </Link>
        ) : (
          title
        )}
        {more !== '' && <small className="faint">{more}</small>}
      </span>
    </span>
  );
}
