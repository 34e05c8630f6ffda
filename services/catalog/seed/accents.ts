/** What is beside a product on its picture: the taste or the ingredient that its title names. */
export interface Accent {
  emoji: string;
  /** A soft colour for the ground of the picture. */
  tint: string;
}

type Rule = readonly [words: RegExp, emoji: string, tint: string];

/** The words of a title that can be seen; what tells more of two products is further up. */
const rules: readonly Rule[] = [
  [/strawberr|raspberr/i, '🍓', '#fde4e6'],
  [/blueberr|blackberr|boysenberr|mixed berry|^berry/i, '🫐', '#e6e9fb'],
  [/cherry(?! tomato)/i, '🍒', '#fbe0e3'],
  [/peach|apricot/i, '🍑', '#ffe9dc'],
  [/mango/i, '🥭', '#fff0d0'],
  [/pineapple/i, '🍍', '#fff5cc'],
  [/banana/i, '🍌', '#fff6d3'],
  [/lemon|lime|citrus/i, '🍋', '#fbf8cf'],
  [/orange|tangerine/i, '🍊', '#ffecd3'],
  [/grape(?!fruit|s| tomato)/i, '🍇', '#efe4fa'],
  [/kiwi/i, '🥝', '#eaf5d8'],
  [/\bmelon/i, '🍈', '#e9f6dd'],
  [/coconut/i, '🥥', '#f2ede7'],
  [/\bapple\b/i, '🍎', '#fde5e2'],
  [/vanilla/i, '🍦', '#fbf5e4'],
  [/peanut|almond|\bnuts?\b/i, '🥜', '#f7ead3'],
  [/honey|brown sugar|caramel|syrup/i, '🍯', '#fdeecb'],
  [/chocolate|fudge|cocoa/i, '🍫', '#efe3dc'],
  [/maple/i, '🍁', '#fbe6d8'],
  [/chicken|rotisserie/i, '🍗', '#fdeedd'],
  [/turkey/i, '🦃', '#f6e9df'],
  [/beef|steak|sirloin|burger(?! buns)|meat/i, '🥩', '#fbe3e0'],
  [/pork|bacon|sausage|pepperoni/i, '🥓', '#fbe5df'],
  [/shrimp/i, '🦐', '#fde6e0'],
  [/salmon|tuna|fish|clam/i, '🐟', '#e2f0f8'],
  [/tomato/i, '🍅', '#fde5df'],
  [/mushroom/i, '🍄', '#f6ebe6'],
  [/onion/i, '🧅', '#f6ece0'],
  [/garlic/i, '🧄', '#f4f1ea'],
  [/jalape|chil[ie]\b|spicy|\bhot (wings|pork|chip|canned)|pepper\b(?! soda)|barbecue/i, '🌶️', '#fde2da'],
  [/vegetable|carrot/i, '🥕', '#feebd9'],
  [/corn\b/i, '🌽', '#fdf4cf'],
  [/(?<!sweet )potato/i, '🥔', '#f6eedd'],
  [/broccoli/i, '🥦', '#e6f3e0'],
  [/spinach|greens\b/i, '🥬', '#e7f5de'],
  [/\bpeas?\b|green bean/i, '🫛', '#e8f5dc'],
  [/(?<!green )beans?\b/i, '🫘', '#f3e6e0'],
  [/olive/i, '🫒', '#eff2d9'],
  [/basil|herb|mint|chive|italian|ranch/i, '🌿', '#e5f3e3'],
  [/wheat|grain|oat|rye|bran|multigrain/i, '🌾', '#f8edd2'],
  [/cheddar|cheese/i, '🧀', '#fff1c9'],
  [/(?<!peanut )butter\b/i, '🧈', '#fff4d2'],
  [/egg/i, '🥚', '#faf0e4'],
  [/cream\b|milk/i, '🥛', '#eaf1fa'],
  [/coffee/i, '☕', '#efe6de'],
  [/\blight\b(?! tuna)|\bdiet\b|fat free|low fat|\bzero\b/i, '🪶', '#eaf2f6'],
  [/organic/i, '🌱', '#e6f5df'],
];

/**
 * What a title names that a picture can show beside what the product is, if anything. @param emoji what the picture
 * shows already
 */
export function accentOf(title: string, emoji: string): Accent | undefined {
  const found = rules.find(([words, shown]) => shown !== emoji && words.test(title));
  if (!found) return undefined;
  const [, shown, tint] = found;
  return { emoji: shown, tint };
}
