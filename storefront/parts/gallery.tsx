import { GalleryMoves } from '../client/gallery-moves.tsx';
import { InPlaceLink } from '../client/in-place-link.tsx';
import { messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';
import type { Image, Product, Variant } from '../shop/catalog.ts';
import { variantUrl } from '../shop/variant-options.ts';
import { Picture } from './picture.tsx';

const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);

/**
 * Which picture shows a variant: the one that was chosen for it; else the first whose text names most of its option
 * values ("Linen shirt, indigo"); the first of all where none names any.
 */
export function pictureOf(
  images: readonly Image[],
  { imageUrl, options }: Pick<Variant, 'imageUrl' | 'options'>,
): number {
  const chosen = images.findIndex(({ url }) => url === imageUrl);
  if (chosen >= 0) return chosen;
  const values = Object.values(options).map(wordsOf);
  const named = images.map(({ alt }) => {
    const words = wordsOf(alt);
    return values.filter(value => value.size > 0 && value.isSubsetOf(words)).length;
  });
  return Math.max(0, named.indexOf(Math.max(...named)));
}

interface GalleryProps {
  product: Product;
  variant: Variant;
  /** `picture` of the page's URL, from 1. */
  wanted: string | undefined;
}

/**
 * The pictures of a product: one large, the others as links beside it. The large one opens the same larger. A script
 * adds swiping and arrow keys.
 */
export function Gallery({ product, variant, wanted }: GalleryProps) {
  const { images } = product;
  const words = messages().product;
  const number = /^[1-9]\d?$/.test(wanted ?? '') ? Number(wanted) : undefined;
  const at = number !== undefined && number <= images.length ? number - 1 : pictureOf(images, variant);
  const shown = images[at];
  const urlOf = (index: number): string => {
    const base = variantUrl(product, variant);
    return `${base}${base.includes('?') ? '&' : '?'}picture=${index + 1}`;
  };
  const beside = (step: number): string | undefined =>
    images.length < 2 ? undefined : urlOf((at + step + images.length) % images.length);
  return (
    <GalleryMoves previous={beside(-1)} next={beside(1)}>
      {shown ? (
        <button
          type="button"
          popoverTarget="zoom"
          aria-label={fill(words.showLarger, { picture: shown.alt })}
          className="block w-full cursor-zoom-in rounded-2xl"
        >
          <Large image={shown} className="aspect-square rounded-2xl" />
        </button>
      ) : (
        <Large image={shown} className="aspect-square rounded-2xl" />
      )}
      {images.length > 1 && (
        <ul aria-label={words.pictures} className="mt-4 grid grid-cols-5 gap-3 sm:gap-4">
          {images.map((image, index) => (
            <li key={image.url}>
              <InPlaceLink
                href={urlOf(index)}
                rel="nofollow"
                aria-label={image.alt || fill(words.picture, { number: index + 1 })}
                aria-current={index === at ? 'true' : undefined}
                className="block overflow-hidden rounded-xl ring-1 ring-line aria-[current]:ring-2 aria-[current]:ring-action"
              >
                <Picture image={{ ...image, alt: '' }} sizes="120px" className="aspect-square" />
              </InPlaceLink>
            </li>
          ))}
        </ul>
      )}
      {shown && <Zoom image={shown} previous={beside(-1)} next={beside(1)} />}
    </GalleryMoves>
  );
}

const Large = ({ image, className }: { image: Image | undefined; className: string }) => (
  <Picture
    image={image}
    sizes="(min-width: 1280px) 590px, (min-width: 768px) 46vw, 92vw"
    when="first"
    className={className}
  />
);

interface ZoomProps {
  image: Image;
  previous: string | undefined;
  next: string | undefined;
}

/** A picture as large as the window. */
function Zoom({ image, previous, next }: ZoomProps) {
  const words = messages().product;
  return (
    <section id="zoom" popover="auto" aria-label={fill(words.larger, { picture: image.alt })} className="zoom">
      <Picture image={image} sizes="96vmin" className="mx-auto aspect-square max-h-[calc(100dvh-5rem)] rounded-xl" />
      <div className="mt-2 flex items-center justify-between gap-2">
        {previous ? (
          <InPlaceLink href={previous} rel="nofollow" aria-label={words.previous} className="round">
            ‹
          </InPlaceLink>
        ) : (
          <span />
        )}
        <button type="button" popoverTarget="zoom" popoverTargetAction="hide" className="button button-quiet">
          {words.close}
        </button>
        {next ? (
          <InPlaceLink href={next} rel="nofollow" aria-label={words.next} className="round">
            ›
          </InPlaceLink>
        ) : (
          <span />
        )}
      </div>
    </section>
  );
}
