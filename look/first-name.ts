/** Titles and forms of address that stand before a name, without their full stop. */
const TITLES = new Set(
  'dr prof mag ing dipl dipl-ing ddr mr mrs ms miss mx sir madam dame lord lady rev fr herr frau hr fru m mme mlle sr sra srta don doña dhr mevr sig dott avv'.split(
    ' ',
  ),
);

const isTitle = (word: string): boolean => TITLES.has(word.toLowerCase().replaceAll('.', ''));

/**
 * How somebody is greeted: the first word of a name that is no title ("Dr. Maximiliane von Hohenlohe" is Maximiliane).
 * Names written without blanks, and initials, are taken whole.
 */
export function firstName(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = words.find(word => !isTitle(word));
  return first === undefined || /^\p{L}\.?$/u.test(first) ? name.trim() : first;
}
