/** So many things, in English: "1 product", "1,200 products", "0 entries". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
