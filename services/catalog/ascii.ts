/** Letters that do not decompose into ASCII letters and marks: Latin ones, and the Cyrillic alphabet. */
const LETTERS = new Map(
  (
    'ß ss æ ae œ oe ø o ł l đ d ð d þ th ı i ħ h ŋ ng ' +
    'а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ  ы y ь  э e ю yu я ya ' +
    'є ye і i ї yi ґ g ў u ј j љ lj њ nj ђ dj ћ c џ dz ѓ g ќ k ѕ dz'
  )
    .split(/ (?=[^ -~] )/)
    .map(pair => [pair[0] ?? '', pair.slice(2).trim()] as const),
);

/** Text in lower case with its letters in ASCII, as far as they are known; others are left as they are. */
export function toAscii(text: string): string {
  return Array.from(text.normalize('NFKC').toLowerCase(), letter => LETTERS.get(letter) ?? letter)
    .join('')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '');
}
