import type { Address } from '../../generated/shipping/types.ts';
import { addressLines } from '../../look/address.ts';
import { fontFor, hasShape } from './label-fonts.ts';
import { lettersOf, runsOf } from './label-text.ts';

/** Whether every letter has a font, and the fonts can join them. */
async function isPrintable(word: string, country: string): Promise<boolean> {
  if (!lettersOf(word).every(letter => fontFor(letter, country) !== undefined)) return false;
  try {
    const runs = await runsOf(word, country, 'regular');
    return runs.every(({ text, font }) => [...text].every(letter => hasShape(font, letter)));
  } catch {
    return false; // fontkit throws for marks that it cannot place
  }
}

/**
 * The words of an address that a label cannot show, because no font has letters of them. On paper they would be empty
 * boxes.
 */
export async function unprintableWords(address: Address): Promise<string[]> {
  const words = addressLines(address).flatMap(line => line.split(/\s+/u));
  const checked = await Promise.all(
    words.map(async word => ({ word, isGood: await isPrintable(word, address.country) })),
  );
  return checked.flatMap(({ word, isGood }) => (isGood ? [] : [word]));
}
