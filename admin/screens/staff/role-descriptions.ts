/** What each role may do, in a merchant's words; what it really may is in the contracts. */
export const roleDescriptions: Readonly<Record<string, string>> = {
  admin: 'Everything, staff and templates too',
  catalog: 'Products, stock and imports',
  orders: 'Orders, shipping, captures and refunds',
  support: 'Looks things up, sends messages again',
};
