import type { CSSProperties } from 'react';
import type { Image } from '../shop/catalog.ts';

interface PictureProps {
  image: Image | undefined;
  /** Its width on the page, as `sizes` of an `<img>`. */
  sizes: string;
  /** Above the fold: loaded with high priority ('first'), or not lazily ('soon'). */
  when?: 'first' | 'soon' | 'later';
  className?: string;
}

/** The background colour that comes with a picture. */
export const backgroundOf = (tint: string | undefined): CSSProperties => ({ '--tint': tint }) as CSSProperties;

/** A product's picture on its background colour; its space is reserved while it loads. */
export function Picture({ image, sizes, when = 'later', className = '' }: PictureProps) {
  return (
    <span className={`ground block overflow-hidden ${className}`} style={backgroundOf(image?.tint)}>
      {image ? (
        <img
          src={image.url}
          srcSet={image.sizes.map(({ url, width }) => `${url} ${width}w`).join(', ')}
          sizes={sizes}
          width={image.width}
          height={image.height}
          alt={image.alt}
          loading={when === 'later' ? 'lazy' : 'eager'}
          decoding="async"
          {...(when === 'first' ? { fetchPriority: 'high' as const } : {})}
          className="picture size-full object-cover"
        />
      ) : (
        <span className="grid aspect-square size-full place-items-center text-faint">
          <svg
            aria-hidden="true"
            viewBox="0 0 24 24"
            className="w-1/4 opacity-40"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.25"
            strokeLinejoin="round"
          >
            <path d="M12 20c-5 0-8-3.2-8-8 5 0 8 3.2 8 8Zm0 0c0-6 3-10 8-12 1 6.5-2.5 12-8 12Z" />
          </svg>
        </span>
      )}
    </span>
  );
}
