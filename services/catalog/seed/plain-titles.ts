/** How the data set shortens words, and what a shop says. */
const expansions: Readonly<Record<string, string>> = {
  BKD: 'baked',
  BRD: 'bread',
  BTL: 'bottle',
  BTR: 'butter',
  CKE: 'cake',
  CAR: '',
  CARB: 'carbonated',
  CATFD: 'cat food',
  CHIX: 'chicken',
  CHOC: 'chocolate',
  CHOCOL: 'chocolate',
  CHOCOLA: 'chocolate',
  CND: 'canned',
  CONC: 'concentrate',
  CRBNTD: 'carbonated',
  CNTRL: 'control',
  DECAFFINATED: 'decaffeinated',
  DNR: 'dinner',
  DNRS: 'dinners',
  DOGFD: 'dog food',
  DRNK: 'drink',
  DRNKING: 'drinking',
  DRNKNG: 'drinking',
  DRSNG: 'dressing',
  DSH: 'dishes',
  ETC: '',
  ET: '',
  FD: 'food',
  FDS: 'foods',
  FEM: 'feminine',
  FLAV: 'flavored',
  FLVR: 'flavored',
  FLVRD: 'flavored',
  FRD: 'fried',
  FRZ: 'frozen',
  FRZN: 'frozen',
  FS: 'French style',
  GDS: 'goods',
  GRND: 'ground',
  HBC: 'health and beauty',
  HYGN: 'hygiene',
  IQF: 'individually frozen',
  IWS: 'sliced',
  JCE: 'juice',
  LIQ: 'liquid',
  LIQS: 'liquids',
  MLK: 'milk',
  MLT: 'multi',
  MNRL: 'mineral',
  MNERAL: 'mineral',
  MRSHMLLW: 'marshmallow',
  MXS: 'mixes',
  MX: 'mix',
  MISC: 'assorted',
  MISCELLANEOUS: 'assorted',
  NZ: 'New Zealand',
  OCCAS: 'occasions',
  OJ: 'orange juice',
  PKG: 'packed',
  PKGD: 'packed',
  PK: 'pack',
  PLSTC: 'plastic',
  PNCH: 'punch',
  PNT: 'peanut',
  PREP: 'prepared',
  PREM: 'premium',
  PROD: 'products',
  PWDR: 'powder',
  PWDRS: 'powders',
  REFRIG: 'refrigerated',
  RTD: 'ready to drink',
  RTS: 'ready to serve',
  RW: 'random weight',
  SAUCESSALSAPICANTEE: 'salsa',
  SAUS: 'sausage',
  SFT: 'soft',
  SGL: 'single',
  SNGL: 'single',
  SPECILATY: 'specialty',
  SPLY: 'supply',
  SPRD: 'spread',
  SRV: 'serve',
  SS: 'single-serve',
  STK: 'stick',
  SV: 'serve',
  SW: 'sweet',
  SYRP: 'syrup',
  TISS: 'tissue',
  VEG: 'vegetable',
  VEND: 'vending',
  W: 'with',
  WAT: 'water',
  WHL: 'whole',
  WT: 'weight',
  WTR: 'water',
  XMAS: 'Christmas',
  SUPP: 'supplement',
  SUPPLEMEN: 'supplement',
  TREATMNT: 'treatment',
  BEERALEMALT: 'beer, ale and malt',
  SUB: 'substitute',
  SUBS: 'substitutes',
  ADD: 'additives',
  ACCESS: 'accessories',
  ACCSS: 'accessories',
  CNDLES: 'candles',
  RETL: '',
  ENTREES: 'entrées',
  CHEWNG: 'chewing',
  ELSTC: 'elastic',
  BNDGES: 'bandages',
  SUPRT: 'support',
  MARIN: 'marinades',
  MARINAD: 'marinade',
  EXACT: '',
  EXCP: '',
  INCL: '',
  INCLUDING: '',
};

const small = new Set(['and', 'with', 'of', 'for', 'in', 'to', 'the', 'a', 'on', 'or']);

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/**
 * A product type of the data set as a shop would write it: no capitals throughout, no codes, no words that were cut
 * off.
 */
export function readable(type: string): string {
  const text = type
    .replace(/\([^)]*\)?/g, ' ')
    .replace(/^[A-Z ]{2,12}:\s*(?=\S)/, match => (match.length > 8 ? match.replace(':', ' ') : match))
    .replace(/[:;/&]+/g, ' and ')
    .replace(/\b\d+\s?(LBS?|IN|ML|PK)\b.*$/, ' ')
    .replace(/[^A-Z0-9' -]/gi, ' ')
    .replace(/\s-+\s|-+(?=\s|$)/g, ' ');
  const words = text
    .split(/\s+/)
    .flatMap(word =>
      word.toUpperCase() in expansions ? (expansions[word.toUpperCase()] ?? '').split(' ') : [word.toLowerCase()],
    )
    .filter(Boolean)
    .filter((word, index, all) => word !== all[index - 1]);
  while (words.length > 1 && small.has(words.at(-1) ?? '')) words.pop();
  while (words.length > 1 && small.has(words[0] ?? '')) words.shift();
  return words
    .map((word, index) => (index > 0 && small.has(word) ? word : word.split('-').map(capital).join('-')))
    .join(' ');
}

const units: Readonly<Record<string, string>> = {
  OZ: 'oz',
  OZS: 'oz',
  LB: 'lb',
  LBS: 'lb',
  CT: 'ct',
  PK: 'pack',
  GA: 'gal',
  GAL: 'gal',
  L: 'L',
  LT: 'L',
  ML: 'ml',
  PT: 'pt',
  QT: 'qt',
  DZ: 'dozen',
  DOZ: 'dozen',
  'SQ FT': 'sq ft',
  FT: 'ft',
  IN: 'in',
};
const unit = `(${Object.keys(units)
  .sort((a, b) => b.length - a.length)
  .join('|')})`;
const amount = String.raw`(\d*\.?\d+(?:\s+\d\/\d)?)`;

function decimal(text: string): number {
  const [, whole = '0', top, bottom] = /^(\S+?)(?:\s+(\d)\/(\d))?$/.exec(text.trim()) ?? [];
  return Number(whole) + (top && bottom ? Number(top) / Number(bottom) : 0);
}

function measure(number: string, name: string): string {
  const value = decimal(number);
  // 405.6 oz is how the data set says 24 bottles of 16.9 oz.
  if (name === 'OZ' && value === 405.6) return '24 × 16.9 oz';
  return `${Number(value.toFixed(2))} ${units[name]}`;
}

/**
 * A package size as a label would say it; undefined for what is none ("974246 PK"), and for the crates in which fresh
 * produce comes.
 */
export function readableSize(text: string, isFresh: boolean): string | undefined {
  const size = text
    .toUpperCase()
    .replace(/^\(\d+\)\s*/, '')
    .replace(/^[A-Z]{1,3}\s+(?=[\d.])/, '')
    .trim();
  const pair = new RegExp(`^(\\d+)\\s*(?:PK|CT)?\\s*/\\s*${amount}\\s*${unit}\\b`).exec(size);
  const reverse = new RegExp(`^${amount}\\s*${unit}\\s*/?\\s*(\\d+)\\s*PK$`).exec(size);
  const single = new RegExp(`^${amount}\\s*${unit}\\b`).exec(size);
  const bare = new RegExp(`^${unit}$`).exec(size);
  if (isFresh && single && (single[2] === 'CT' ? Number(single[1]) > 8 : single[2] === 'LB' && Number(single[1]) > 10))
    return undefined;
  if (isFresh && /^\d+-\d+/.test(size)) return undefined;
  if (reverse?.[1] && reverse[2] && reverse[3]) return `${reverse[3]} × ${measure(reverse[1], reverse[2])}`;
  if (pair?.[1] && pair[2] && pair[3] && Number(pair[1]) > 1) return `${pair[1]} × ${measure(pair[2], pair[3])}`;
  if (single?.[1] && single[2] && decimal(single[1]) > 0 && decimal(single[1]) < 2_000)
    return measure(single[1], single[2]);
  return bare?.[1] && ['GAL', 'PT', 'QT', 'LB', 'DOZ', 'DZ', 'L'].includes(bare[1]) ? measure('1', bare[1]) : undefined;
}
