import type { ProductOption } from '../../../generated/catalog/types.ts';
import type { FormOption, FormOptionValue, FormVariant } from './form-variant.ts';

/** The contract's limit of variants of a product. */
export const MAX_VARIANTS = 200;

/** The options of a product as its form holds them. Loaded options are identified by their saved texts. */
export function formOptions(options: readonly ProductOption[]): FormOption[] {
  return options.map(({ name, values }) => ({ id: name, name, values: values.map(text => ({ id: text, text })) }));
}

/** An option that somebody adds. */
export function newOption(name: string): FormOption {
  return { id: crypto.randomUUID(), name, values: [] };
}

/** The values in a typed text, split at commas and line ends; those that the option already has are left out. */
export function typedValues(text: string, { values }: FormOption): FormOptionValue[] {
  const known = new Set(values.map(value => value.text.trim().toLowerCase()));
  return text
    .split(/[,\n\t;]/)
    .map(part => part.trim())
    .filter(part => part !== '' && !known.has(part.toLowerCase()) && known.add(part.toLowerCase()))
    .map(part => ({ id: crypto.randomUUID(), text: part }));
}

/** Options that make variants: those with values. */
const effective = (options: readonly FormOption[]) => options.filter(({ values }) => values.length > 0);

/** How many variants the options make. */
export function variantCount(options: readonly FormOption[]): number {
  return effective(options).reduce((product, { values }) => product * values.length, 1);
}

/** Options as the contract has them. */
export function productOptions(options: readonly FormOption[]): ProductOption[] {
  return effective(options).map(({ name, values }) => ({
    name: name.trim(),
    values: values.map(({ text }) => text.trim()),
  }));
}

/** A variant's option values by option name, in the order of the options. */
export function variantOptions(variant: Pick<FormVariant, 'options'>, options: readonly FormOption[]) {
  const entries = effective(options).flatMap(({ id, name, values }) => {
    const value = values.find(candidate => candidate.id === variant.options[id]);
    return value ? [[name.trim(), value.text.trim()] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** What a variant is called by its options: "Red / M"; '' without options. */
export const optionTitle = (variant: FormVariant, options: readonly FormOption[]): string =>
  Object.values(variantOptions(variant, options)).join(' / ');

/** What is wrong with the options; undefined where they can be saved. */
export function optionsProblem(options: readonly FormOption[]): string | undefined {
  const used = options.filter(({ name, values }) => name.trim() !== '' || values.length > 0);
  const names = used.map(({ name }) => name.trim());
  const blank = used.find(({ name }) => name.trim() === '');
  if (blank) return `Name the option of ${blank.values.map(({ text }) => text).join(', ')}.`;
  const empty = used.find(({ values }) => values.length === 0);
  if (empty) return `${empty.name.trim()} needs at least one value.`;
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) return `There are two options ${repeated}.`;
  for (const { name, values } of used) {
    const texts = values.map(({ text }) => text.trim());
    if (texts.includes('')) return `A value of ${name.trim()} is empty.`;
    const twice = texts.find((text, index) => texts.indexOf(text) !== index);
    if (twice !== undefined) return `${name.trim()} has ${twice} twice.`;
  }
  return undefined;
}

/**
 * The variants after the options changed. A variant stays with its sku, price and stock as long as its values exist,
 * whatever they are called. It takes the first value of an added option. A combination is new if it has a new value;
 * combinations that somebody removed before do not come back.
 * @param base a text for skus where no other variant shows how they are made
 */
export function variantsAfter(
  before: readonly FormOption[],
  after: readonly FormOption[],
  variants: readonly FormVariant[],
  base: string,
): FormVariant[] {
  const options = effective(after);
  const known = new Set(effective(before).flatMap(({ id, values }) => values.map(value => `${id} ${value.id}`)));
  const adapted = variants.flatMap(variant => adapt(variant, options) ?? []);
  const taken = new Set(variants.map(({ sku }) => sku.toLowerCase()));
  const stem = skuStem(before, variants) ?? skuPart(base);
  const make = (combination: Readonly<Record<string, string>>): string => {
    const texts = options.map(({ id, values }) => values.find(value => value.id === combination[id])?.text ?? '');
    return freeSku([stem || 'sku', ...texts.map(skuPart)].filter(Boolean).join('-'), taken);
  };
  return combinationsOf(options).flatMap(combination => {
    const kept = adapted.find(variant => options.every(({ id }) => variant.options[id] === combination[id]));
    if (kept) return [kept.sku === '' && options.length > 0 ? { ...kept, sku: make(combination) } : kept];
    const isNew = options.some(({ id }) => !known.has(`${id} ${combination[id]}`));
    return isNew ? [newVariant(make(combination), combination, variants)] : [];
  });
}

/** The variant under these options; undefined where one of its values is gone. */
function adapt(variant: FormVariant, options: readonly FormOption[]): FormVariant | undefined {
  const own: Record<string, string> = {};
  for (const { id, values } of options) {
    const value = variant.options[id] ?? values[0]?.id;
    if (value === undefined || !values.some(candidate => candidate.id === value)) return undefined;
    own[id] = value;
  }
  return { ...variant, options: own };
}

function combinationsOf(options: readonly FormOption[]): Record<string, string>[] {
  return options.reduce<Record<string, string>[]>(
    (found, { id, values }) => found.flatMap(combination => values.map(value => ({ ...combination, [id]: value.id }))),
    [{}],
  );
}

/** A variant without a price, unless all others have the same one. */
function newVariant(sku: string, options: Record<string, string>, others: readonly FormVariant[]): FormVariant {
  const [first] = others;
  const isOnePrice = others.every(({ price }) => JSON.stringify(price) === JSON.stringify(first?.price));
  return {
    sku,
    savedSku: null,
    options,
    price: (isOnePrice && first?.price) || null,
    compareAtPrice: null,
    size: '',
    barcode: '',
    weightGrams: first?.weightGrams ?? null,
    imageUrl: '',
    texts: {},
    stock: {},
  };
}

/** What the skus of the variants have in common before the texts of their values. */
function skuStem(options: readonly FormOption[], variants: readonly FormVariant[]): string | undefined {
  for (const variant of variants) {
    const ending = Object.values(variantOptions(variant, options)).map(skuPart).filter(Boolean).join('-');
    if (ending === '' && variant.sku !== '') return variant.sku;
    const stem = variant.sku.slice(0, -ending.length - 1);
    if (stem !== '' && variant.sku.toLowerCase() === `${stem}-${ending}`.toLowerCase()) return stem;
  }
  return undefined;
}

function freeSku(wanted: string, taken: Set<string>): string {
  const sku = wanted.slice(0, 60);
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? sku : `${sku}-${number}`;
    if (taken.has(candidate.toLowerCase())) continue;
    taken.add(candidate.toLowerCase());
    return candidate;
  }
}

/** Text as part of a sku. */
export function skuPart(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
