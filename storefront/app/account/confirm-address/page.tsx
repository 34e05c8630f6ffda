import type { Metadata } from 'next';
import { AccountNote } from '../../../parts/account-note.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { SignIn } from '../../../parts/sign-in.tsx';
import { Unavailable } from '../../../parts/unavailable.tsx';
import { takeFormOutcome } from '../../../server/cookies.ts';
import { readAccount } from '../../../shop/account.ts';
import { readLinkToken } from '../../../shop/session.ts';

export const metadata: Metadata = { title: 'Confirm your address', robots: { index: false } };

const PATH = '/account/confirm-address';
const why =
  'The link is for whoever has the account, so that nobody confirms your address for an account of their own.';

/** Where the link of a mail leads: opening it changes nothing, the button uses it up. */
export default async function ConfirmAddressPage() {
  const outcome = takeFormOutcome();
  const account = await readAccount();
  if (!account) return <SignIn outcome={outcome} next={PATH} why={why} />;
  if ('status' in account) return <Unavailable down={account} what="Your account" retry={PATH} />;
  if (readLinkToken('confirm-address') === undefined || outcome?.result === 'link-over') {
    return (
      <Empty title="This link works no more" actions={[{ name: 'Your account', path: '/account' }]}>
        <p>
          It works once, for the account that it was sent for. In your account you see whether your address is
          confirmed, and can have another link sent.
        </p>
      </Empty>
    );
  }
  const { email, pendingEmail = email, name } = account;
  return (
    <div className="mx-auto max-w-md py-16 text-center">
      <h1 className="text-3xl">Confirm your address</h1>
      <p className="mt-4 text-soft [overflow-wrap:anywhere]">
        You are signed in as {name}. Is {pendingEmail} your address?
      </p>
      <div className="mt-6 grid gap-4 text-left">
        <AccountNote outcome={outcome} of={['confirm-address']} />
        <form action="/account/forms/confirm-address" method="post" className="text-center">
          <button type="submit" className="button">
            Confirm it
          </button>
        </form>
      </div>
    </div>
  );
}
