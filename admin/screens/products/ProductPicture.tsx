import './product-list.css';
import type { Image } from '../../../generated/catalog/types.ts';

/** The smallest size of a picture that is at least `width` px wide, as an address. */
export function pictureUrl({ sizes, url }: Pick<Image, 'sizes' | 'url'>, width: number): string {
  return sizes.find(size => size.width >= width)?.url ?? url;
}

/** A product's first picture, small; an empty frame where it has none. */
export function ProductPicture({ image, size = 40 }: { image: Image | undefined; size?: number }) {
  const style = { width: size, height: size, ...(image?.tint && { background: image.tint }) };
  if (!image) return <span className="product-picture" style={style} aria-hidden="true" />;
  return (
    <img
      className="product-picture"
      style={style}
      src={pictureUrl(image, size * 2)}
      width={size}
      height={size}
      alt=""
      loading="lazy"
    />
  );
}
