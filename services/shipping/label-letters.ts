import { openSync } from 'fontkit';
import type { Address } from '../../generated/shipping/types.ts';
import { addressLines } from '../../look/address.ts';
import { LABEL_FONTS } from './label-fonts.ts';

const font = openSync(LABEL_FONTS.regular);
if (!('hasGlyphForCodePoint' in font)) throw new Error('The font of labels is a collection of fonts');
const hasLetter = (letter: string): boolean => font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0);

/**
 * The words of an address that a label cannot show, because its font lacks letters of them. On paper they would be
 * empty boxes.
 */
export function unprintableWords(address: Address): string[] {
  const words = addressLines(address).flatMap(line => line.split(/\s+/u));
  return words.filter(word => ![...word].every(hasLetter));
}
