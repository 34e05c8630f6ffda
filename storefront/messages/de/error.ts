import type { error as english } from '../en/error.ts';
import type { Translation } from '../text.ts';

export const error: Translation<typeof english> = {
  name: 'Etwas ist schiefgelaufen',
  title: 'Bei uns ist etwas schiefgelaufen',
  text: 'Ihr Warenkorb bleibt erhalten, und was Sie gekauft haben, ist gekauft. Bitte versuchen Sie es gleich noch einmal.',
  retry: 'Noch einmal versuchen',
  home: 'Startseite',
};
