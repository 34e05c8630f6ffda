/** A category of the shop. */
export interface ShopCategory {
  name: string;
  /** A soft colour behind its pictures. */
  tint: string;
  /** What stands for a product whose type says nothing better. */
  emoji: string;
}

type Rule = readonly [pattern: RegExp, name: string, tint: string, emoji: string];

/** `department/category` of the data set to a category of the shop; the first that fits counts. */
const rules: readonly Rule[] = [
  [
    /\/(APPLES|CITRUS|BERRIES|GRAPES|PEARS|MELONS|STONE FRUIT|TROPICAL FRUIT|VALUE ADDED FRUIT|ORGANICS FRUIT)/,
    'Fresh Fruit',
    '#fff1dc',
    '🍎',
  ],
  [/^SALAD BAR|\/(SALAD|VEGETABLES SALAD|HERBS)/, 'Salads & Herbs', '#e6f4dc', '🥗'],
  [/^PRODUCE\/(DRIED|NUTS|POPCORN)|\/SNACK NUTS|DRIED FRUIT/, 'Nuts & Dried Fruit', '#f5e9d8', '🥜'],
  [/^PRODUCE|PROD-WHS/, 'Fresh Vegetables', '#e9f5e1', '🥕'],
  [/\/(FLUID MILK|CANNED MILK|MILK BY-PRODUCTS|NON-DAIRY|MISC\. DAIRY)/, 'Milk & Cream', '#e8f1fb', '🥛'],
  [/\/YOGURT/, 'Yogurt', '#f3ebfb', '🥣'],
  [/\/(EGGS|BUTTER|MARGARINES)/, 'Eggs & Butter', '#fff6d6', '🥚'],
  [/\/CHEESES?$/, 'Cheese', '#fff3cd', '🧀'],
  [/BREAD\/BUNS|^PASTRY\/(BREAD|ROLLS)|FROZEN BREAD|DOUGH|NUTRITION\/BREAD/, 'Bread & Rolls', '#f8ecd9', '🍞'],
  [/^PASTRY|BAKED SWEET/, 'Cakes & Pastries', '#fdeaea', '🍰'],
  [/COOKIES|CRACKERS/, 'Cookies & Crackers', '#f7ead9', '🍪'],
  [/CEREAL|CONVENIENT BRKFST|FRZN BREAKFAST|PANCAKE/, 'Breakfast & Cereal', '#fdf0db', '🥣'],
  [/^MEAT\/BEEF|^MEAT\/(VEAL|LAMB|EXOTIC)/, 'Beef & Lamb', '#fbe6e3', '🥩'],
  [/\/(CHICKEN|TURKEY|FROZEN CHICKEN|MEAT - MISC)/, 'Chicken & Turkey', '#fdeedd', '🍗'],
  [/\/(BACON|HOT DOGS|DINNER SAUSAGE|BREAKFAST SAUSAGE)/, 'Bacon & Sausages', '#fbe9e2', '🥓'],
  [/\/(PORK|SMOKED MEATS)/, 'Pork', '#fce8e6', '🍖'],
  [/LUNCHMEAT|DELI MEATS/, 'Deli & Lunch Meats', '#fbeae4', '🥪'],
  [/SEAFOOD|SUSHI|PKG\.SEAFOOD/, 'Fish & Seafood', '#e2f1f8', '🐟'],
  [/^DELI|HEAT\/SERVE|^RESTAURANT|^MEAT-PCKGD|^MEAT/, 'Ready to Eat', '#f4f0df', '🍲'],
  [/VEGETABLES - SHELF|BEANS - CANNED|OLIVES|PICKLE/, 'Canned Vegetables & Beans', '#eaf3e0', '🥫'],
  [/FRUIT - SHELF/, 'Canned Fruit', '#fff0dc', '🍑'],
  [/MEAT - SHELF/, 'Canned Meals', '#fbece0', '🥫'],
  [/\/SOUP/, 'Soups & Broths', '#fbeede', '🍲'],
  [/PASTA|DINNER MXS|DRY BN/, 'Pasta, Rice & Beans', '#fdf2da', '🍝'],
  [/HISPANIC/, 'World Foods', '#fdeed6', '🌮'],
  [/CONDIMENT|SALD DRSNG|DRY SAUCES|SAUERKRAUT/, 'Sauces & Dressings', '#fdebe0', '🥫'],
  [/SPICES|SHORTENING/, 'Oils & Spices', '#f5efdc', '🧂'],
  [/PNT BTR|MOLASSES|SYRUPS/, 'Spreads & Syrups', '#f6ead7', '🍯'],
  [/BAKING|SUGARS|FLOUR|DRY MIX DESSERTS/, 'Baking & Sugar', '#fbf1e6', '🧁'],
  [/BAG SNACKS|WAREHOUSE SNACKS|CHIPS|SNKS|NATURAL SNACKS|RICE CAKES/, 'Chips & Snacks', '#fff2d0', '🍿'],
  [/CANDY/, 'Candy & Chocolate', '#f6e8ee', '🍫'],
  [/SOFT DRINKS|NEW AGE/, 'Soft Drinks', '#fde6e6', '🥤'],
  [/ISOTONIC/, 'Sports Drinks', '#e1f3f6', '🥤'],
  [/JUICE|JCE/, 'Juices', '#fff0d4', '🧃'],
  [/WATER - |NUTRITION\/WATER/, 'Water', '#e3f2fb', '💧'],
  [/PWDR\/CRYSTL|COCOA/, 'Drink Mixes', '#fbe7f0', '🥤'],
  [/COFFEE(?! FILTERS)|TEAS|BEVERAGE/, 'Coffee & Tea', '#f0e7df', '☕'],
  [/BEERS|WINE|LIQUOR|SPIRITS/, 'Beer, Wine & Spirits', '#f3e9ec', '🍷'],
  [/FROZEN PIZZA/, 'Frozen Pizza & Snacks', '#fdeadf', '🍕'],
  [/FRZN VEGETABLE|FRZN POTATOES|FRZN FRUITS/, 'Frozen Vegetables & Fries', '#e5f3ec', '🥦'],
  [/ICE CREAM|FRZN NOVELTIES|FROZEN PIE|FRZN ICE/, 'Ice Cream & Desserts', '#f2ecfa', '🍨'],
  [/FRZN|FROZEN/, 'Frozen Meals', '#e7eef9', '🍱'],
  [/BABY|INFANT|DIAPERS/, 'Baby', '#eaf2fd', '🍼'],
  [/CAT |DOG |PET CARE|BIRD/, 'Pets', '#f1efe2', '🐾'],
  [/BATH TISSUES|PAPER TOWELS|FACIAL TISS|PAPER HOUSEWARES/, 'Paper Goods', '#eef1f5', '🧻'],
  [
    /FD WRAPS|FOILWARE|KITCHEN|COOKWARE|GLASSWARE|PLASTIC HOUSEWARES|COFFEE FILTERS|FREEZING/,
    'Kitchen',
    '#edf0f4',
    '🍳',
  ],
  [/LAUNDRY|BLEACH|CLEANG|DISHWASH|BROOMS|\/AIR CARE|IRONING|INSECTICIDES/, 'Cleaning & Laundry', '#e4f3f3', '🧽'],
  [/VITAMIN|FITNESS|DIETARY|^NUTRITION|RESTRICTED/, 'Wellness & Nutrition', '#e8f4e6', '🥗'],
  [
    /COLD AND FLU|ANALGESICS|FIRST AID|ANTACIDS|LAXATIVES|SINUS|PHARMACY|HEALTH|EYE AND EAR|VISION|INCONTINENCE|SMOKING CESS|FAMILY PLANNING/,
    'Pharmacy',
    '#e6f1f6',
    '💊',
  ],
  [/^COSMETICS|MAKEUP|FRAGRANCES/, 'Beauty', '#fbe7ef', '💄'],
  [
    /HAIR|ORAL|DEODORANT|SOAP|SHAV|FEMININE|HAND\/BODY|SUNTAN|FOOT CARE|PERSONAL|HBC|BATH/,
    'Personal Care',
    '#ebf0fb',
    '🧴',
  ],
  [/CIGAR|TOBACCO/, 'Tobacco', '#eeece8', '🚬'],
  [/GREETING|CHRISTMAS|EASTER|HALLOWEEN|VALENTINE|SEASONAL|FIREWORKS|BALLOONS|PARTY/, 'Cards & Party', '#fdeaf3', '🎉'],
  [/MAGAZINE|NEWSPAPER|BOOKSTORE/, 'Books & Magazines', '#edeff3', '📚'],
  [/STATIONERY/, 'Office & School', '#eef0fa', '✏️'],
  [/TOYS|SPORTS MEMOR/, 'Toys & Games', '#fdf0dc', '🧸'],
  [/FLORAL|ROSES|BOUQUET|GARDEN|LILY/, 'Flowers & Garden', '#e9f6e6', '💐'],
  [/ELECTRICAL|BATTERIES|AUDIO|FILM|PHOTO|PREPAID|CALLING|ELECT|WATCHES/, 'Electronics', '#e9edf3', '🔋'],
  [/APPAREL|HOSIERY|SHOE|SEWING/, 'Clothing', '#f1ecf6', '🧦'],
  [
    /HARDWARE|AUTOMOTIVE|CHARCOAL|PROPANE|CANDLES|DOMESTIC GOODS|HOME FURN|J-HOOKS|CONTINUITIES|DOLLAR/,
    'Home & Hardware',
    '#f1efe9',
    '🔧',
  ],
];

const other: ShopCategory = { name: 'More for the Home', tint: '#efeff1', emoji: '🛒' };

/** The category of the shop for a department and category of the data set. */
export function shopCategory(department: string, category: string): ShopCategory {
  const found = rules.find(([pattern]) => pattern.test(`${department}/${category}`));
  if (!found) return other;
  const [, name, tint, emoji] = found;
  return { name, tint, emoji };
}
