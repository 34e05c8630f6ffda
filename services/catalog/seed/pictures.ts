import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const SIDE = 640;

/** What a picture shows. */
export interface Picture {
  emoji: string;
  /** The emoji of what is beside it. */
  accent?: string;
  /** The colour of the ground, `#rrggbb`. */
  tint: string;
}

/**
 * The file of an emoji in `@lobehub/fluent-emoji-3d`: its code points in hexadecimal. Throws where the package has
 * none.
 */
function emojiFile(emoji: string): string {
  const codes = [...emoji].map(character => character.codePointAt(0)?.toString(16)).join('-');
  return fileURLToPath(import.meta.resolve(`@lobehub/fluent-emoji-3d/assets/${codes}.webp`));
}

/** The tint at the bottom of a picture: a little deeper than at its top. */
function deeper(tint: string): string {
  const parts = tint.match(/[0-9a-f]{2}/g) ?? [];
  return `#${parts
    .map(part =>
      Math.max(0, Math.round(Number.parseInt(part, 16) * 0.955))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** An emoji, `side` pixels wide and high. */
const figure = (emoji: string, side: number): Promise<Buffer> =>
  sharp(emojiFile(emoji)).resize(side, side, { kernel: 'lanczos3' }).toBuffer();

/**
 * Where a figure stands: one alone in the middle, or the larger one a step back with the smaller one before it. All
 * keep 80 pixels from every edge, so that a picture may be cut to 4:3 or 3:4.
 */
const MIDDLE = { side: 400, left: 120, top: 120, shadow: { cx: 320, cy: 528, rx: 176, ry: 30 } };
const BACK = { side: 400, left: 84, top: 88, shadow: { cx: 284, cy: 496, rx: 176, ry: 30 } };
const BEFORE = { side: 200, left: 356, top: 326, shadow: { cx: 456, cy: 530, rx: 92, ry: 18 } };

/**
 * The picture of a product: its emoji on a soft tint, with the shadow of an item that stands there, and before it what
 * its title names besides. A square JPEG of 640 pixels.
 */
export async function productPicture({ emoji, accent, tint }: Picture): Promise<Buffer> {
  const standing = accent
    ? [
        { of: emoji, ...BACK },
        { of: accent, ...BEFORE },
      ]
    : [{ of: emoji, ...MIDDLE }];
  const shadows = standing.map(
    ({ shadow: { cx, cy, rx, ry } }) => `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="url(#shadow)"/>`,
  );
  const ground = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">
      <defs>
        <linearGradient id="tint" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${tint}"/><stop offset="1" stop-color="${deeper(tint)}"/></linearGradient>
        <radialGradient id="shadow"><stop offset="0" stop-color="#3b2f2a" stop-opacity="0.22"/><stop offset="1" stop-color="#3b2f2a" stop-opacity="0"/></radialGradient>
      </defs>
      <rect width="100%" height="100%" fill="url(#tint)"/>
      ${shadows.join('')}
    </svg>`,
  );
  const figures = standing.map(async ({ of, side, left, top }) => ({ input: await figure(of, side), left, top }));
  return sharp(ground)
    .composite(await Promise.all(figures))
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer();
}
