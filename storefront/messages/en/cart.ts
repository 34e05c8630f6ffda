/** The page of the cart; what its lines say is in `browser`. */
export const cart = {
  title: 'Cart',
  empty: 'Your cart is empty',
  emptyText: 'What you put in stays here for thirty days.',
  shipping: 'Shipping is added at checkout, by country.',
  tooMany: 'That is too many.',
  adjust: 'Some of this is not there any more. Adjust it above, then go on.',
  openPayment: {
    title: 'You have not paid yet, and nothing was charged.',
    inCart:
      'Order {number} waits for its payment, and what is in it is held for you. Change the cart and check out again, and a new order takes its place.',
    inCheckout:
      'Order {number} waits for its payment, and what is in it is held for you. Change what you like below and press Pay, and a new order takes its place.',
    pay: 'Go on paying',
    cancel: 'Cancel order {number}',
  },
} as const;
