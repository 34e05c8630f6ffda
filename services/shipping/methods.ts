import type { ShippingMethod } from '../../generated/shipping/types.ts';

type Zone = 'us' | 'ca' | 'gb' | 'eu' | 'world';

const EU = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK';

/** Beyond these (embargoes, no carrier, no such country) nothing is sent. ISO 3166-1 alpha-2. */
const WORLD = `AD AE AG AL AM AR AU AZ BA BB BD BH BM BN BO BR BS BT BW BZ CH CL CM CN CO CR CV DM DO DZ EC EG FJ FO GD GE GG GH GI GL GT GU GY HK HN ID
  IL IM IN IS JE JM JO JP KE KG KH KN KR KW KY KZ LA LC LI LK MA MC MD ME MG MK MN MO MR MU MV MX MY MZ NA NG NI NO NP NZ OM PA PE PF PG PH PK PR PY QA
  RS RW SA SC SG SM SN SR SV TH TN TO TR TT TW TZ UA UG UY UZ VA VC VN WS XK ZA ZM`;

const ZONES = new Map<string, Zone>([
  ...WORLD.split(/\s+/).map(country => [country, 'world'] as const),
  ...EU.split(' ').map(country => [country, 'eu'] as const),
  ...([
    ['US', 'us'],
    ['PR', 'us'],
    ['CA', 'ca'],
    ['GB', 'gb'],
  ] as const),
]);

function method(id: string, name: string, cents: number, min: number, max: number): ShippingMethod {
  return { id, name, price: { amount: cents, currency: 'USD' }, days: { min, max } };
}

/** Prices in US cents, days are working days. An id means the same everywhere. */
const METHODS: Readonly<Record<Zone, readonly ShippingMethod[]>> = {
  us: [
    method('standard', 'Standard', 499, 3, 5),
    method('express', 'Express', 1_299, 1, 2),
    method('overnight', 'Overnight', 2_499, 1, 1),
  ],
  ca: [method('standard', 'Standard', 999, 4, 8), method('express', 'Express', 2_499, 2, 3)],
  gb: [method('standard', 'Standard', 1_199, 4, 7), method('express', 'Express', 2_999, 2, 3)],
  eu: [method('standard', 'Standard', 1_299, 5, 9), method('express', 'Express', 3_299, 2, 4)],
  world: [method('standard', 'International', 1_999, 8, 21), method('express', 'International Express', 4_999, 3, 6)],
};

/** The shipping methods for a country, cheapest first; none if it is not served. */
export function methodsFor(country: string): ShippingMethod[] {
  const zone = ZONES.get(country);
  return zone === undefined ? [] : [...METHODS[zone]].sort((a, b) => a.price.amount - b.price.amount);
}

/** The name of a method for the parcel's destination. */
export function methodName(id: string, country: string): string {
  return methodsFor(country).find(known => known.id === id)?.name ?? id;
}
