import bidiFactory from 'bidi-js/dist/bidi.mjs';
import type { Font } from 'fontkit';
import { fontFor, openFont, type Weight } from './label-fonts.ts';

const bidi = bidiFactory();
const letters = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The letters of a text, each with its marks. */
export const lettersOf = (text: string): string[] => Array.from(letters.segment(text), ({ segment }) => segment);

/** A stretch of text of one font and one direction. */
export interface TextRun {
  text: string;
  isRightToLeft: boolean;
  font: Font;
  /** Whether it is in the label's own font. */
  isOwn: boolean;
  /** At size 1. */
  width: number;
}

type Letter = { letter: string; level: number; font: ReturnType<typeof fontFor> };

/** The letters of a line in the order in which they are read, with their embedding levels (Unicode, UAX #9). */
function leveled(line: string, country: string): Letter[] {
  const { levels } = bidi.getEmbeddingLevels(line);
  let at = 0;
  return lettersOf(line).map(letter => {
    const level = levels[at] ?? 0;
    at += letter.length;
    const isMirrored = level % 2 === 1;
    const shown = isMirrored ? (bidi.getMirroredCharacter(letter) ?? letter) : letter;
    return { letter: shown, level, font: fontFor(letter, country) };
  });
}

const keyOf = ({ level, font }: Letter): string =>
  `${level} ${font === undefined || font === 'own' ? 'own' : `${font.family} ${font.part}`}`;

/** Neighbours of one level and one font together. */
function grouped(letters: readonly Letter[]): Letter[][] {
  const groups: Letter[][] = [];
  for (const letter of letters) {
    const last = groups.at(-1);
    const before = last?.[0];
    if (last && before && keyOf(before) === keyOf(letter)) last.push(letter);
    else groups.push([letter]);
  }
  return groups;
}

/** Reverses every sequence of runs at a level or above it, from the highest level down (UAX #9, rule L2). */
function inVisualOrder<T>(items: readonly { level: number; item: T }[]): T[] {
  const ordered = [...items];
  const highest = Math.max(0, ...items.map(({ level }) => level));
  for (let level = highest; level > 0; level -= 1) {
    for (let from = 0; from < ordered.length; from += 1) {
      let to = from;
      while (to < ordered.length && (ordered[to]?.level ?? 0) >= level) to += 1;
      if (to - from > 1) ordered.splice(from, to - from, ...ordered.slice(from, to).reverse());
      from = Math.max(from, to);
    }
  }
  return ordered.map(({ item }) => item);
}

/** The width of a run at size 1. */
function widthOf(font: Font, text: string): number {
  return font.layout(text).advanceWidth / font.unitsPerEm;
}

/** The runs of one line from left to right, as they are drawn. */
export async function runsOf(line: string, country: string, weight: Weight): Promise<TextRun[]> {
  const runs = await Promise.all(
    grouped(leveled(line, country)).map(async group => {
      const [{ level, font = 'own' } = { level: 0 }] = group;
      const text = group.map(({ letter }) => letter).join('');
      const opened = await openFont(font, weight);
      const isRightToLeft = level % 2 === 1;
      return {
        level,
        item: { text, isRightToLeft, font: opened, isOwn: font === 'own', width: widthOf(opened, text) },
      };
    }),
  );
  return inVisualOrder(runs);
}

/** Where a text without blanks may be broken: behind every letter of Chinese, Japanese and their like. */
const BREAKABLE = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Khmer}]/u;

/** The pieces of a text between which a line may end. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (const letter of lettersOf(text)) {
    const last = pieces.at(-1);
    const joins = last !== undefined && !/\s$/u.test(last) && !(BREAKABLE.test(last) && BREAKABLE.test(letter));
    if (joins || (last !== undefined && /^\s/u.test(letter))) pieces.push(`${pieces.pop()}${letter}`);
    else pieces.push(letter);
  }
  return pieces;
}

/** A piece of a text, and its width at size 1. */
interface Piece {
  text: string;
  width: number;
}

/** A paragraph, taken apart where its lines may end. */
export async function measured(text: string, country: string, weight: Weight): Promise<Piece[]> {
  return Promise.all(
    piecesOf(text).map(async piece => {
      const runs = await runsOf(piece, country, weight);
      return { text: piece, width: runs.reduce((sum, run) => sum + run.width, 0) };
    }),
  );
}

/** The paragraph in lines that are no wider than `width` at size 1, where it can be broken. */
export function wrapped(pieces: readonly Piece[], width: number): string[] {
  const lines: Piece[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last && last.width + piece.width <= width) {
      last.text += piece.text;
      last.width += piece.width;
    } else lines.push({ ...piece });
  }
  return lines.map(({ text }) => text.trim());
}
