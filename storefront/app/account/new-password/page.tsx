import type { Metadata } from 'next';
import { AccountField, AccountName } from '../../../parts/account-field.tsx';
import { AccountNote, faultsOf } from '../../../parts/account-note.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Unavailable } from '../../../parts/unavailable.tsx';
import { takeFormOutcome } from '../../../server/cookies.ts';
import { readPasswordLink } from '../../../shop/account.ts';
import { readLinkToken } from '../../../shop/session.ts';

export const metadata: Metadata = { title: 'A new password', robots: { index: false } };

/** Where the link of a mail leads: opening it changes nothing, the form uses it up. */
export default async function NewPasswordPage() {
  const outcome = takeFormOutcome();
  const token = readLinkToken('new-password');
  const link = token === undefined ? undefined : await readPasswordLink(token);
  if (!link) {
    return (
      <Empty
        title="This link works no more"
        actions={[
          { name: 'Send me another one', path: '/account/forgotten-password' },
          { name: 'Sign in', path: '/account' },
        ]}
      >
        <p>It works once, and for an hour.</p>
      </Empty>
    );
  }
  if ('status' in link) return <Unavailable down={link} what="The form" retry="/account/new-password" />;
  return (
    <div className="mx-auto max-w-md py-6">
      <h1 className="mb-2 text-center text-3xl">A new password</h1>
      <p className="mb-8 text-balance text-center text-soft [overflow-wrap:anywhere]">
        For {link.email}. You are signed out everywhere with it.
      </p>
      <form action="/account/forms/new-password" method="post" className="grid gap-4">
        <AccountNote outcome={outcome} of={['new-password']} />
        <AccountName email={link.email} />
        <AccountField kind="new-password" form="new-password" faults={faultsOf(outcome, 'new-password')} />
        <button type="submit" className="button">
          Change the password
        </button>
      </form>
    </div>
  );
}
