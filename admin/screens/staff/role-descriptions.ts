/** What each role allows, in a merchant's words; the contracts are authoritative. */
export const roleDescriptions: Readonly<Record<string, string>> = {
  admin: 'Everything, staff and templates too',
  catalog: 'Products, stock and imports',
  orders: 'Orders, shipping, captures and refunds',
  support: 'Looks things up, sends messages again',
};
