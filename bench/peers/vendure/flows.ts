import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { catalogue, inTurn, searchedWords } from '../catalogue.ts';
import { ask, type Flows, fullPage, PAGE, VARIANTS } from '../shop.ts';

const order = `id code state currencyCode totalQuantity subTotalWithTax shippingWithTax totalWithTax
  lines { id quantity linePriceWithTax unitPriceWithTax productVariant { id name sku } }`;
const refusal = '... on ErrorResult { errorCode message }';
const variant = 'id name sku priceWithTax options { id code name }';
/** What the pages of a shop show, as our own answers hold it. */
const queries = {
  list: `query { products(options: { take: ${PAGE} }) { totalItems items { id name slug description
    variants { ${variant} } } } }`,
  product: `query($slug: String!) { product(slug: $slug) { id name slug description
    optionGroups { id name options { id name } } variants { ${variant} stockLevel } } }`,
  search: `query($term: String!) { search(input: { term: $term, take: ${PAGE}, groupByProduct: true }) { totalItems
    items { productId productName slug description inStock priceWithTax { ... on PriceRange { min max } } } } }`,
  variants: `query($skip: Int!) { products(options: { take: 100, skip: $skip }) { items { variants { id } } } }`,
};
const mutations = {
  add: `mutation($id: ID!) { done: addItemToOrder(productVariantId: $id, quantity: 1) {
    __typename ... on Order { ${order} } ${refusal} } }`,
  customer: `mutation($email: String!) { done: setCustomerForOrder(
    input: { emailAddress: $email, firstName: "Ada", lastName: "Shopper" }) { __typename ... on Order { id } ${refusal} } }`,
  address: `mutation($to: CreateAddressInput!) {
    shipping: setOrderShippingAddress(input: $to) { __typename ${refusal} }
    done: setOrderBillingAddress(input: $to) { __typename ... on Order { ${order} } ${refusal} } }`,
  methods: 'query { eligibleShippingMethods { id code priceWithTax name } }',
  method: `mutation($id: [ID!]!) { done: setOrderShippingMethod(shippingMethodId: $id) {
    __typename ... on Order { ${order} } ${refusal} } }`,
  arrange: `mutation { done: transitionOrderToState(state: "ArrangingPayment") {
    __typename ... on Order { id state } ... on OrderStateTransitionError { errorCode message transitionError } } }`,
  pay: `mutation { done: addPaymentToOrder(input: { method: "dummy", metadata: {} }) {
    __typename ... on Order { ${order} payments { id state amount } } ${refusal} } }`,
};
const to = {
  fullName: 'Ada Shopper',
  streetLine1: '1 Analytical Way',
  city: 'London',
  postalCode: 'N1 9GU',
  countryCode: 'GB',
};

const dataOf = <T>(data: z.ZodType<T>) => z.object({ data, errors: z.undefined().optional() });
const page = dataOf(
  z.union([z.object({ products: z.object({ items: fullPage }) }), z.object({ search: z.object({ items: fullPage }) })]),
);
const product = dataOf(z.object({ product: z.object({ variants: z.array(z.unknown()).length(VARIANTS) }) }));
const done = dataOf(z.object({ done: z.object({ __typename: z.literal('Order') }) }));
const paid = dataOf(z.object({ done: z.object({ state: z.literal('PaymentSettled') }) }));
const methods = dataOf(z.object({ eligibleShippingMethods: z.tuple([z.object({ id: z.string() })]) }));
const variants = dataOf(
  z.object({ products: z.object({ items: z.array(z.object({ variants: z.array(z.object({ id: z.string() })) })) }) }),
);

/** The scenarios at a Shop API, as a storefront on it makes them. */
export async function flowsOf(api: string): Promise<Flows> {
  const send = <T>(schema: z.ZodType<T>, query: string, variables: object = {}, token?: string) =>
    ask(api, schema, {
      method: 'POST',
      body: { query, variables },
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
  const ids: string[] = [];
  for (let skip = 0; skip < catalogue.length; skip += 100) {
    const { body } = await send(variants, queries.variants, { skip });
    ids.push(...body.data.products.items.flatMap(item => item.variants.map(({ id }) => id)));
  }
  const nextId = inTurn(ids);
  const nextProduct = inTurn(catalogue);
  const nextWord = inTurn(searchedWords);
  return {
    async list() {
      await send(page, queries.list);
    },
    async product() {
      await send(product, queries.product, { slug: nextProduct().slug });
    },
    async search() {
      await send(page, queries.search, { term: nextWord() });
    },
    async cart() {
      await send(done, mutations.add, { id: nextId() });
    },
    async checkout() {
      const { headers } = await send(done, mutations.add, { id: nextId() });
      const token = headers.get('vendure-auth-token') ?? '';
      await send(done, mutations.add, { id: nextId() }, token);
      await send(done, mutations.customer, { email: `shopper-${randomUUID()}@example.com` }, token);
      await send(done, mutations.address, { to }, token);
      const { body } = await send(methods, mutations.methods, {}, token);
      await send(done, mutations.method, { id: body.data.eligibleShippingMethods.map(({ id }) => id) }, token);
      await send(done, mutations.arrange, {}, token);
      await send(paid, mutations.pay, {}, token);
    },
  };
}
