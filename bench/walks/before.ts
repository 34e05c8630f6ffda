import type { Count } from './counted-page.ts';

/** The commit at which the same tasks were counted before: one run on a machine of 2 cores, load 5 to 6. */
export const COUNTED_AT = '467c779';

/** A step as it was done then, or why it could not be done; `how` where its way was another one. */
export type Before = { count: Count; how?: string } | { impossible: string };

const count = (presses: number, characters: number, pages: number, ms: number): Count => ({
  presses,
  characters,
  pages,
  ms,
});

/** The steps of both walks at that commit, by name. */
export const before: Readonly<Record<string, Before>> = {
  'open the shop': { count: count(1, 0, 1, 664) },
  'add 20 things from 4 shelves': {
    count: count(87, 0, 47, 22_222),
    how: 'for each thing its card, Add to cart, Close and back',
  },
  'add 10 things from 5 searches': {
    count: count(54, 26, 25, 11_877),
    how: 'the same, and the words of the last search are selected first',
  },
  'open the cart, and take 21 of 2 things': { count: count(41, 0, 0, 2_725), how: 'plus is pressed twenty times' },
  'check out, with an address': { count: count(9, 54, 2, 1_595) },
  'pay by card': { count: count(5, 34, 1, 1_510) },
  'sign in': { count: count(3, 42, 1, 2_149) },
  'open what needs a hand: parcels to send': { count: count(1, 0, 0, 248) },
  "find an order by the customer's surname": {
    impossible: 'only a customer was found, and only by how the whole name begins',
  },
  'find an order by the phone number': { impossible: 'only text messages were found by it' },
  'print the pick list of 6 orders': { impossible: 'there was none, and orders could not be selected' },
  'ship the 6 orders': {
    count: count(5, 0, 0, 796),
    how: 'as parcels, selected in the list of shipments; now the orders are still selected from the pick list',
  },
  'refund one unit of a line, back into stock': {
    count: count(14, 51, 0, 4_106),
    how: 'an amount that one works out, and then an adjustment in the list of stock',
  },
  'add a product of 3 × 2 variants, with a picture, prices and stock, and publish it': {
    count: count(26, 61, 0, 2_377),
    how: 'without its stock, which the console could not set; each price is typed',
  },
  'raise the prices of a category of 30 products by 5 %': {
    count: count(10, 13, 0, 3_365),
    how: 'a page of 25 at a time',
  },
  "import a supplier's file: dry run, then the import": {
    count: count(6, 0, 1, 3_483),
    how: 'the screen broke where the list of stock was opened before, and is loaded again',
  },
  'count the stock of three skus': {
    count: count(14, 72, 1, 2_751),
    how: 'the list broke where the import was opened before, and is loaded again',
  },
  "read the week's report, and download it": { impossible: 'the first page had the figures of today, and no report' },
};
