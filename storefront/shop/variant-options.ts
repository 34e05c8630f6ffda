import { messages } from '../messages/messages.ts';
import type { Product, Variant } from './catalog.ts';

/** One value of an option. */
export interface OptionValue {
  value: string;
  isSelected: boolean;
  /** The variant that selecting the value leads to. */
  variant: Variant;
  /** Selected values of other options that do not exist with this value ("Blue"): selecting it changes them. */
  conflicts: readonly string[];
  isSoldOut: boolean;
}

export interface VariantOption {
  name: string;
  /** Its name in the URL's query. */
  parameter: string;
  values: readonly OptionValue[];
}

export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;
type CanBuy = (variant: Variant) => boolean;

/** How variants are distinguished: by the product's options, or by their titles where the options are not unique. */
interface VariantSelectors {
  names: readonly { name: string; parameter: string }[];
  read(variant: Variant, name: string): string | undefined;
}

function selectorsOf({ options, variants }: Product): VariantSelectors {
  const read = ({ options: of }: Variant, name: string): string | undefined => of[name];
  const names = options
    .map(({ name }) => name)
    .filter(name => new Set(variants.map(variant => read(variant, name))).size > 1);
  const keys = variants.map(variant => JSON.stringify(names.map(name => read(variant, name))));
  if (new Set(keys).size === variants.length) return { names: names.map(name => ({ name, parameter: name })), read };
  const titles = new Set(variants.map(({ title }) => title));
  const title = (variant: Variant) => (titles.size === variants.length ? variant.title : variant.sku);
  return { names: [{ name: messages().product.choose, parameter: 'sku' }], read: title };
}

/** The variant with the highest score; among equals the first. */
function bestVariant(variants: readonly Variant[], score: (variant: Variant) => number): Variant | undefined {
  const [first, ...others] = variants;
  return first && others.reduce((best, variant) => (score(variant) > score(best) ? variant : best), first);
}

/**
 * The variant that the query selects, by its options or by `sku`, as links in messages do; missing and unknown values
 * are completed by what can be bought.
 */
export function selectedVariant(product: Product, query: SearchParams, canBuy: CanBuy): Variant | undefined {
  const bySku = product.variants.find(({ sku }) => sku === [query.sku].flat()[0]);
  if (bySku) return bySku;
  const { names, read } = selectorsOf(product);
  const similarity = (variant: Variant) =>
    names.filter(({ name, parameter }) => {
      const requested = [query[parameter]].flat()[0];
      return requested !== undefined && requested === read(variant, name);
    }).length;
  return bestVariant(product.variants, variant => similarity(variant) * 2 + (canBuy(variant) ? 1 : 0));
}

/** The URL of a product with this variant selected. */
export function variantUrl(product: Product, variant: Variant): string {
  const { names, read } = selectorsOf(product);
  const query = new URLSearchParams(names.map(({ name, parameter }) => [parameter, read(variant, name) ?? '']));
  const text = query.toString();
  return `/products/${product.slug}${text === '' ? '' : `?${text}`}`;
}

/**
 * Every option with its values, relative to the selected variant. A value leads to a variant that can be bought, though
 * other options change with it: what is there is not called sold out.
 */
export function variantOptions(product: Product, selected: Variant, canBuy: CanBuy): VariantOption[] {
  const { names, read } = selectorsOf(product);
  return names.map(({ name, parameter }) => {
    const declared = product.options.find(option => option.name === name)?.values ?? [];
    const used = product.variants.map(variant => read(variant, name)).filter(value => value !== undefined);
    const values = [...new Set([...declared, ...used])].flatMap((value): OptionValue[] => {
      const others = names.filter(other => other.name !== name).map(other => other.name);
      const same = (each: Variant, other: string) => read(each, other) === read(selected, other);
      const similarity = (each: Variant) => others.filter(other => same(each, other)).length;
      const isSelected = read(selected, name) === value;
      const variant = isSelected
        ? selected
        : bestVariant(
            product.variants.filter(each => read(each, name) === value),
            each => similarity(each) + (canBuy(each) ? others.length + 1 : 0),
          );
      if (!variant) return [];
      const conflicts = others.filter(other => !same(variant, other)).flatMap(other => read(selected, other) ?? []);
      return [{ value, isSelected, variant, conflicts, isSoldOut: !canBuy(variant) }];
    });
    return { name, parameter, values };
  });
}
