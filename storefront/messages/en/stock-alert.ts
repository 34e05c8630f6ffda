/** Messages about stock: asking for one, and ending them. */
export const stockAlert = {
  label: 'When it is back',
  asked: 'We write to you when it is back.',
  askedText: 'One message, and it cannot be held for you.',
  tellMe: 'Tell me when it is back',
  email: 'E-mail',
  submit: 'Write to me',
  kept: 'One message. We delete your address 30 days after it, and after 180 days if it does not come back.',
  problems: {
    invalid: { title: 'We cannot write to this address.', text: 'Please check it.' },
    unknown: { title: 'This is not for sale any more.', text: 'We cannot tell you when it is back.' },
    many: {
      title: 'This address waits for 20 other things.',
      text: 'The link in any of our messages about stock ends them all.',
    },
    down: { title: 'We cannot take this down right now.', text: 'Please try again in a minute.' },
  },
  end: {
    title: 'Messages about stock',
    text: 'You asked us to write when something can be bought again. The button ends that, for everything that you wait for, and deletes your address here.',
    submit: 'Send me no more',
    ended: 'No more of these messages',
    endedText: 'Your address is deleted; you wait for nothing any more.',
    problems: {
      wrong: { title: 'This link is not complete.', text: 'Open it from the message once more.' },
      down: { title: 'This is not possible right now.', text: 'Please try again in a minute.' },
    },
  },
} as const;
