import polyglotI18nProvider from 'ra-i18n-polyglot';
import english from 'ra-language-english';

/** react-admin's English messages, some in a merchant's words. */
export const i18nProvider = polyglotI18nProvider(
  () => ({
    ...english,
    ra: {
      ...english.ra,
      notification: {
        ...english.ra.notification,
        created: 'Added',
        updated: 'Saved |||| %{smart_count} saved',
        deleted: 'Deleted |||| %{smart_count} deleted',
        item_doesnt_exist: 'It is not there any more',
        http_error: 'This did not work',
        not_authorized: 'Your role does not allow this',
      },
      message: {
        ...english.ra.message,
        unsaved_changes: 'What you changed is not saved. Leave all the same?',
        invalid_form: 'Some fields need another look. Nothing was saved yet.',
      },
    },
  }),
  'en',
  undefined,
  { allowMissing: true },
);
