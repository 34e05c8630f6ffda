/** The page of an error; the one area that browsers have in every language, as no page may have told them theirs. */
export const error = {
  name: 'Something went wrong',
  title: 'Something went wrong on our side',
  text: 'What is in your cart is kept, and what you bought is bought. Please try again in a moment.',
  retry: 'Try again',
  home: 'Home',
} as const;
