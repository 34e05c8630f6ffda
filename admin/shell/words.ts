import polyglotI18nProvider from 'ra-i18n-polyglot';
import english from 'ra-language-english';

/** react-admin's own texts, where they said something else than a merchant would. */
export const words = polyglotI18nProvider(
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
      page: { ...english.ra.page, access_denied: 'Not for your role' },
      message: {
        ...english.ra.message,
        unsaved_changes: 'What you changed is not saved. Leave all the same?',
        access_denied: 'Your role does not open this page. An admin can change that under Staff.',
      },
    },
  }),
  'en',
  undefined,
  { allowMissing: true },
);
