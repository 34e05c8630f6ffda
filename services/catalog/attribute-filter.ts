import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import type { IndexScan } from './access-paths.ts';
import type { AttributeRecord } from './attribute.ts';

/**
 * One a type, for a product has its attributes in one list. They include the sort keys of the console's list where they
 * stand behind one value: its products are then read in that order, and no more of them than a page has.
 */
export const attributeIndexes = {
  choice: { 'attributes.id': 1, 'attributes.values.key': 1, updatedAt: -1, _id: -1 },
  boolean: { 'attributes.id': 1, 'attributes.boolean': 1, updatedAt: -1, _id: -1 },
  number: { 'attributes.id': 1, 'attributes.number': 1 },
} as const;

const NUMBER = '-?[0-9]+(?:[.][0-9]+)?';
const RANGE = new RegExp(`^(${NUMBER})?[.]{2}(${NUMBER})?$`);
const ONE = new RegExp(`^${NUMBER}$`);

/**
 * The products that have an attribute, or a value of it, as the parameter `attribute` of the lists names them; `known`
 * are the attributes by key. Throws ProblemError 400 where there is no such attribute, or no such value of it.
 */
export function attributeScan(wanted: string, known: ReadonlyMap<string, AttributeRecord>): IndexScan {
  const at = wanted.indexOf(':');
  const key = at < 0 ? wanted : wanted.slice(0, at);
  const attribute = known.get(key);
  if (!attribute) throw unknown(`There is no attribute ${key}.`);
  if (at < 0) return { index: { 'attributes.id': 1 }, condition: { 'attributes.id': attribute.id } };
  const scan = valueScan(attribute, wanted.slice(at + 1));
  if (!scan) throw unknown(`${attribute.name} has no value ${wanted.slice(at + 1)}.`);
  return scan;
}

function valueScan({ id, type, values }: AttributeRecord, value: string): IndexScan | undefined {
  if (type === 'choice') {
    if (values.every(({ key }) => key !== value)) return undefined;
    const condition = { attributes: { $elemMatch: { id, 'values.key': value } } };
    return { index: attributeIndexes.choice, condition };
  }
  if (type === 'boolean') {
    if (value !== 'true' && value !== 'false') return undefined;
    const condition = { attributes: { $elemMatch: { id, boolean: value === 'true' } } };
    return { index: attributeIndexes.boolean, condition };
  }
  const number = type === 'number' ? numbersOf(value) : undefined;
  if (number === undefined) return undefined;
  return {
    index: attributeIndexes.number,
    condition: { attributes: { $elemMatch: { id, number } } },
  };
}

function numbersOf(text: string): number | { $gte?: number; $lte?: number } | undefined {
  if (ONE.test(text)) return Number(text);
  const [, from, to] = RANGE.exec(text) ?? [];
  if (from === undefined && to === undefined) return undefined;
  return { ...(from !== undefined && { $gte: Number(from) }), ...(to !== undefined && { $lte: Number(to) }) };
}

const unknown = (detail: string) => new ProblemError({ status: 400, detail, extra: { code: 'unknown_attribute' } });
