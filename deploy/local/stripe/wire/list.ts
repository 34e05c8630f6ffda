/** Stripe's list object (https://docs.stripe.com/api/pagination). */
export interface ListObject<Item> {
  object: 'list';
  url: string;
  has_more: boolean;
  data: Item[];
}

export const listObject = <Item>(url: string, data: Item[], hasMore: boolean): ListObject<Item> => ({
  object: 'list',
  url,
  has_more: hasMore,
  data,
});
