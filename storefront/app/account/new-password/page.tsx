import type { Metadata } from 'next';
import { messages } from '../../../messages/messages.ts';
import { fill } from '../../../messages/text.ts';
import { AccountField, AccountName } from '../../../parts/account-field.tsx';
import { AccountNote, faultsOf } from '../../../parts/account-note.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Unavailable } from '../../../parts/unavailable.tsx';
import { takeFormOutcome } from '../../../server/cookies.ts';
import { readPasswordLink } from '../../../shop/account.ts';
import { readLinkToken } from '../../../shop/session.ts';

export const generateMetadata = (): Metadata => ({
  title: messages().account.newPassword.title,
  robots: { index: false },
});

/** Where the link of a mail leads: opening it changes nothing, the form uses it up. */
export default async function NewPasswordPage() {
  const outcome = takeFormOutcome();
  const { newPassword: words, security, signIn } = messages().account;
  const token = readLinkToken('new-password');
  const link = token === undefined ? undefined : await readPasswordLink(token);
  if (!link) {
    return (
      <Empty
        title={words.over}
        actions={[
          { name: words.another, path: '/account/forgotten-password' },
          { name: signIn.title, path: '/account' },
        ]}
      >
        <p>{words.overText}</p>
      </Empty>
    );
  }
  if ('status' in link) return <Unavailable down={link} what="form" retry="/account/new-password" />;
  return (
    <div className="mx-auto max-w-md py-6">
      <h1 className="mb-2 text-center text-3xl">{words.title}</h1>
      <p className="mb-8 text-balance text-center text-soft [overflow-wrap:anywhere]">
        {fill(words.text, { email: link.email })}
      </p>
      <form action="/account/forms/new-password" method="post" className="grid gap-4">
        <AccountNote outcome={outcome} of={['new-password']} />
        <AccountName email={link.email} />
        <AccountField kind="new-password" form="new-password" faults={faultsOf(outcome, 'new-password')} />
        <button type="submit" className="button">
          {security.changePassword}
        </button>
      </form>
    </div>
  );
}
