import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';
import { decompress } from 'wawoff2';
import { z } from 'zod';

const { resolve } = createRequire(import.meta.url);

/** The fonts of labels; they have Latin, Greek, Cyrillic, Arabic and Hebrew letters. */
export const LABEL_FONTS = {
  regular: resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'),
  bold: resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'),
};
export type Weight = keyof typeof LABEL_FONTS;

/** The weights of the fonts below, as OpenType counts them. */
const WEIGHTS: Readonly<Record<Weight, number>> = { regular: 400, bold: 600 };

/**
 * Families of Noto Sans for other letters. Chinese, Japanese and Korean share letters: each country has its shapes
 * first.
 */
const FAMILIES = ['thai', 'devanagari', 'bengali', 'tamil', 'sc', 'tc', 'jp', 'kr'] as const;
type Family = (typeof FAMILIES)[number];
const SHAPES: ReadonlyMap<string, Family> = new Map([
  ['JP', 'jp'],
  ['KR', 'kr'],
  ['TW', 'tc'],
  ['HK', 'tc'],
  ['MO', 'tc'],
]);

/** A part of a family: its package has a file for every so many letters. */
interface Part {
  family: Family;
  part: string;
}

/** Ranges of letters in a part, as `unicode.json` of the package writes them: `U+25ee8,U+26ff6-26ff8`. */
interface Range extends Part {
  first: number;
  last: number;
}

const familyFolder = (family: Family): string =>
  resolve(`@fontsource-variable/noto-sans-${family}/unicode.json`).slice(0, -'unicode.json'.length);

function readRanges(family: Family): Range[] {
  const parts = z
    .record(z.string(), z.string())
    .parse(JSON.parse(readFileSync(`${familyFolder(family)}unicode.json`, 'utf8')));
  return Object.entries(parts).flatMap(([name, ranges]) =>
    ranges.split(',').map(range => {
      const [first = '', last = first] = range.replace('U+', '').split('-');
      return {
        family,
        part: name.replace(/[[\]]/g, ''),
        first: Number.parseInt(first, 16),
        last: Number.parseInt(last, 16),
      };
    }),
  );
}

const ranges = new Map<Family, readonly Range[]>();

function rangesOf(family: Family): readonly Range[] {
  const known = ranges.get(family) ?? readRanges(family);
  ranges.set(family, known);
  return known;
}

/** Letters without a shape of their own: joiners, variation selectors, marks of direction. */
const IGNORABLE = /^\p{Default_Ignorable_Code_Point}$/u;

/** The part of a family that has all code points of a letter with its marks. */
function partFor(letter: string, family: Family): Part | undefined {
  const points = [...letter].filter(each => !IGNORABLE.test(each)).map(each => each.codePointAt(0) ?? 0);
  const [first, ...others] = points;
  const found = rangesOf(family).filter(range => first !== undefined && first >= range.first && first <= range.last);
  return found.find(({ part }) =>
    others.every(point =>
      rangesOf(family).some(range => range.part === part && point >= range.first && point <= range.last),
    ),
  );
}

function opened(buffer: Buffer): Font {
  const font = create(buffer);
  if (!('hasGlyphForCodePoint' in font)) throw new Error('A font of labels is a collection of fonts');
  return font;
}

const own: Readonly<Record<Weight, Font>> = {
  regular: opened(readFileSync(LABEL_FONTS.regular)),
  bold: opened(readFileSync(LABEL_FONTS.bold)),
};

/** Whether a font has a shape for a letter; some need none. */
export const hasShape = (font: Font, letter: string): boolean =>
  IGNORABLE.test(letter) || font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0);

/** Which font draws a letter (with its marks): the label's own, a part of another, or none. */
export function fontFor(letter: string, country: string): 'own' | Part | undefined {
  const isOwn = [...letter].every(each => hasShape(own.regular, each));
  if (isOwn) return 'own';
  const preferred = SHAPES.get(country);
  const families = preferred === undefined ? FAMILIES : [preferred, ...FAMILIES];
  for (const family of families) {
    const part = partFor(letter, family);
    if (part) return part;
  }
  return undefined;
}

const fonts = new Map<string, Promise<Font>>();

/** A font that `fontFor` named. Files are unpacked once. */
export function openFont(font: 'own' | Part, weight: Weight): Promise<Font> {
  if (font === 'own') return Promise.resolve(own[weight]);
  const { family, part } = font;
  const file = `${familyFolder(family)}files/noto-sans-${family}-${part}-wght-normal.woff2`;
  const key = `${file} ${weight}`;
  const known = fonts.get(key) ?? unpack(file, weight);
  fonts.set(key, known);
  return known;
}

let unpacked: Promise<unknown> = Promise.resolve();

/**
 * fontkit varies the weight of unpacked fonts only. One after the other: the unpacker has one place for its results.
 */
function unpack(file: string, weight: Weight): Promise<Font> {
  const font = unpacked.then(async () => {
    const bytes = Buffer.from(await decompress(readFileSync(file)));
    return opened(bytes).getVariation({ wght: WEIGHTS[weight] });
  });
  unpacked = font.catch(() => {});
  return font;
}
