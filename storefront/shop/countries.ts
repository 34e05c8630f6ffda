import { hasPostalCode, needsRegion } from '../../look/address.ts';
import { countryName } from '../messages/format.ts';
import { locale } from '../messages/language.ts';

/** The most frequent countries come first, the others by name. ISO 3166-1 alpha-2. */
const FIRST = ['US', 'CA', 'GB'];
const CODES =
  'AD AE AG AL AM AR AT AU AZ BA BB BD BE BG BH BM BN BO BR BS BT BW BZ CA CH CL CM CN CO CR CV CY CZ DE DK DM DO DZ EC EE EG ES FI FJ FO FR GB GD GE GG GH GI GL GR GT GU GY HK HN HR HU ID IE IL IM IN IS IT JE JM JO JP KE KG KH KN KR KW KY KZ LA LC LI LK LT LU LV MA MC MD ME MG MK MN MO MR MT MU MV MX MY MZ NA NG NI NL NO NP NZ OM PA PE PF PG PH PK PL PR PT PY QA RO RS RW SA SC SE SG SI SK SM SN SR SV TH TN TO TR TT TW TZ UA UG US UY UZ VA VC VN WS XK ZA ZM';

export interface Country {
  code: string;
  name: string;
  hasPostalCode: boolean;
  needsRegion: boolean;
}

/** The countries of the checkout form, with their names in the language of this shop. */
export function countries(): Country[] {
  const named = CODES.split(' ').map(code => ({
    code,
    name: countryName(code),
    hasPostalCode: hasPostalCode(code),
    needsRegion: needsRegion(code),
  }));
  const rank = (code: string) => (FIRST.includes(code) ? FIRST.indexOf(code) : FIRST.length);
  return named.sort((one, other) => rank(one.code) - rank(other.code) || one.name.localeCompare(other.name, locale()));
}
