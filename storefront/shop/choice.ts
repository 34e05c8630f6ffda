import type { Product, Variant } from './catalog.ts';

/** One value of an option, as a button. */
export interface Value {
  value: string;
  isChosen: boolean;
  /** The variant it leads to; undefined for the one that is chosen. */
  to: Variant;
  /** Of what leads to a variant that differs in more than this option: the values that are left for it ("Blue"). */
  leaves: readonly string[];
  isSoldOut: boolean;
}

export interface Option {
  name: string;
  /** Its name in the address. */
  parameter: string;
  values: readonly Value[];
}

export type Query = Readonly<Record<string, string | string[] | undefined>>;
type CanBuy = (variant: Variant) => boolean;

/**
 * How variants are told apart: by the options of the product, or, where those do not tell all apart, by their titles.
 */
interface Sorting {
  names: readonly { name: string; parameter: string }[];
  read(variant: Variant, name: string): string | undefined;
}

function sortingOf({ options, variants }: Product): Sorting {
  const read = ({ options: of }: Variant, name: string): string | undefined => of[name];
  const names = options
    .map(({ name }) => name)
    .filter(name => new Set(variants.map(variant => read(variant, name))).size > 1);
  const places = variants.map(variant => JSON.stringify(names.map(name => read(variant, name))));
  if (new Set(places).size === variants.length) return { names: names.map(name => ({ name, parameter: name })), read };
  const titles = new Set(variants.map(({ title }) => title));
  const title = (variant: Variant) => (titles.size === variants.length ? variant.title : variant.sku);
  return { names: [{ name: 'Choose', parameter: 'sku' }], read: title };
}

/** The first of the best: whichever has most of what is wanted, and among those one that can be bought. */
function nearest(
  variants: readonly Variant[],
  likeness: (variant: Variant) => number,
  canBuy: CanBuy,
): Variant | undefined {
  const score = (variant: Variant) => likeness(variant) * 2 + (canBuy(variant) ? 1 : 0);
  const [first, ...others] = variants;
  return first && others.reduce((best, variant) => (score(variant) > score(best) ? variant : best), first);
}

/**
 * The variant that the address names; what it leaves open, or what there is not, is filled with the nearest that can be
 * bought.
 */
export function chosenOf(product: Product, query: Query, canBuy: CanBuy): Variant | undefined {
  const { names, read } = sortingOf(product);
  const likeness = (variant: Variant) =>
    names.filter(({ name, parameter }) => {
      const wanted = [query[parameter]].flat()[0];
      return wanted !== undefined && wanted === read(variant, name);
    }).length;
  return nearest(product.variants, likeness, canBuy);
}

/** The address of a product with this variant chosen. */
export function choiceAddress(product: Product, variant: Variant): string {
  const { names, read } = sortingOf(product);
  const query = new URLSearchParams(names.map(({ name, parameter }) => [parameter, read(variant, name) ?? '']));
  const text = query.toString();
  return `/products/${product.slug}${text === '' ? '' : `?${text}`}`;
}

/** Every option with its values, seen from the variant that is chosen: where each leads, and what is in its way. */
export function optionsOf(product: Product, chosen: Variant, canBuy: CanBuy): Option[] {
  const { names, read } = sortingOf(product);
  return names.map(({ name, parameter }) => {
    const declared = product.options.find(option => option.name === name)?.values ?? [];
    const used = product.variants.map(variant => read(variant, name)).filter(value => value !== undefined);
    const values = [...new Set([...declared, ...used])].flatMap((value): Value[] => {
      const others = names.filter(other => other.name !== name).map(other => other.name);
      const same = (variant: Variant, other: string) => read(variant, other) === read(chosen, other);
      const likeness = (variant: Variant) => others.filter(other => same(variant, other)).length;
      const to = nearest(
        product.variants.filter(variant => read(variant, name) === value),
        likeness,
        canBuy,
      );
      if (!to) return [];
      const leaves = others.filter(other => !same(to, other)).flatMap(other => read(chosen, other) ?? []);
      return [{ value, isChosen: read(chosen, name) === value, to, leaves, isSoldOut: !canBuy(to) }];
    });
    return { name, parameter, values };
  });
}
