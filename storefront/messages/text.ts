import { createElement, Fragment, type ReactNode } from 'react';

/** The names of the values in a text: `title` of `Remove {title}`. */
type Names<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** A text with values, by name: `Remove {title}`. */
export type Template<Name extends string> = string & { readonly values?: Name };

/** A text by the plural category of its `{count}` (CLDR): English has `one` and `other`. */
export type Plural<Name extends string = 'count'> = Readonly<
  Partial<Record<Intl.LDMLPluralRule, Template<Name>>> & { other: Template<Name> }
>;

/** The shape of a translation of English messages: the same members, with the same values. */
export type Translation<English> = English extends string
  ? [Names<English>] extends [never]
    ? string
    : Template<Names<English>>
  : English extends { other: infer Other extends string }
    ? Plural<Names<Other>>
    : { readonly [Name in keyof English]: Translation<English[Name]> };

type Values<Name extends string> = Readonly<Record<Name, string | number>>;

/** The text with its values. */
export function fill<Name extends string>(text: Template<Name>, values: Values<Name>): string {
  const given = new Map<string, string | number>(Object.entries(values));
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(given.get(name) ?? whole));
}

/** The text with parts of the page as its values. */
export function fillNodes<Name extends string>(
  text: Template<Name>,
  nodes: Readonly<Record<Name, ReactNode>>,
): ReactNode {
  const given = new Map<string, ReactNode>(Object.entries(nodes));
  const parts = text.split(/\{(\w+)\}/).map((part, at) => (at % 2 === 1 ? given.get(part) : part));
  return createElement(Fragment, null, ...parts);
}

/** The text for so many: "1 product", "1,200 products". */
export function counted(text: Plural, count: number, locale: string): string {
  const form = text[new Intl.PluralRules(locale).select(count)] ?? text.other;
  return fill(form, { count: count.toLocaleString(locale) });
}
