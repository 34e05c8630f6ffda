import { type AttributeRecord, attributeNameKey } from '../attribute.ts';
import { chosenValues, type StoredAttribute, storedAttribute } from '../product-attributes.ts';
import { parseTags, tagsCell } from './cells.ts';

/** How files call the column of an attribute. */
export const attributeColumn = (name: string): string => `Attribute: ${name}`;

const MAX_NUMBER = 1_000_000_000;
const MAX_TEXT = 2_000;
const MAX_VALUES = 20;

/** What a product has of an attribute as a cell that an import reads. */
export function attributeCell(attribute: AttributeRecord, { boolean, number, text, values }: StoredAttribute): string {
  if (boolean !== undefined) return boolean ? 'yes' : 'no';
  if (number !== undefined) return String(number);
  if (!values) return text ?? '';
  const keys = values.map(({ key }) => key);
  return tagsCell(chosenValues(attribute, keys).map(({ name }) => name));
}

/** What a product gets of an attribute by a cell that is not empty, or why the cell is refused. */
export function readAttributeCell(attribute: AttributeRecord, cell: string): StoredAttribute | { fault: string } {
  switch (attribute.type) {
    case 'boolean':
      if (/^(yes|true|1)$/i.test(cell)) return storedAttribute(attribute, { boolean: true });
      if (/^(no|false|0)$/i.test(cell)) return storedAttribute(attribute, { boolean: false });
      return { fault: `must be yes or no: ${JSON.stringify(cell.slice(0, 60))}` };
    case 'number':
      return readNumber(attribute, cell);
    case 'choice':
      return readValues(attribute, cell);
    case 'text':
      if (cell.length > MAX_TEXT) return { fault: `is longer than ${MAX_TEXT} characters` };
      return storedAttribute(attribute, { text: cell });
  }
}

function readNumber(attribute: AttributeRecord, cell: string): StoredAttribute | { fault: string } {
  // A decimal point is one, as in exports; a comma before three digits may part thousands.
  if (/^-?\d{1,3},\d{3}$/.test(cell))
    return { fault: `can be read in two ways: write ${cell.replace(',', '')} or ${cell.replace(',', '.')}` };
  const number = /^-?\d+([.,]\d+)?(e-?\d+)?$/i.test(cell) ? Number(cell.replace(',', '.')) : Number.NaN;
  if (!(Math.abs(number) <= MAX_NUMBER)) return { fault: `is no number: ${JSON.stringify(cell.slice(0, 60))}` };
  return storedAttribute(attribute, { number });
}

function readValues(attribute: AttributeRecord, cell: string): StoredAttribute | { fault: string } {
  const known = new Map(attribute.values.map(({ key, name }) => [attributeNameKey(name), key]));
  const names = parseTags(cell);
  const unknown = names.find(name => !known.has(attributeNameKey(name)));
  if (unknown !== undefined)
    return { fault: `${JSON.stringify(unknown.slice(0, 60))} is no value of ${attribute.name}` };
  if (names.length > MAX_VALUES) return { fault: `has more than ${MAX_VALUES} values` };
  const keys = names.flatMap(name => known.get(attributeNameKey(name)) ?? []);
  return storedAttribute(attribute, { values: chosenValues(attribute, keys) });
}
