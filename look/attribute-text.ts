/** What a product has of an attribute, under the member of its type. */
interface AttributeOfProduct {
  boolean?: boolean;
  number?: number;
  unit?: string;
  text?: string;
  values?: readonly { name: string }[];
}

/** A number as shoppers read it, with the unit that it counts: "1,250 kcal". */
export function numberText(number: number, unit?: string, locale = 'en-US'): string {
  const text = number.toLocaleString(locale, { maximumFractionDigits: 9 });
  return unit === undefined ? text : `${text} ${unit}`;
}

/** What a product has of an attribute, as people read it: "Yes", "250 kcal", "Italy, Spain". */
export function attributeText(
  { boolean, number, unit, text, values }: AttributeOfProduct,
  { yes, no, locale } = { yes: 'Yes', no: 'No', locale: 'en-US' },
): string {
  if (values) return values.map(({ name }) => name).join(', ');
  if (boolean !== undefined) return boolean ? yes : no;
  return text ?? (number === undefined ? '' : numberText(number, unit, locale));
}
