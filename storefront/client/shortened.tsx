/** A word of the header, and the shorter one of phones, where the language has one. */
export function Shortened({ word, short }: { word: string; short: string }) {
  if (word === short) return word;
  return (
    <>
      <span className="sm:hidden">{short}</span>
      <span className="max-sm:hidden">{word}</span>
    </>
  );
}
