import type { Metadata } from 'next';
import { messages } from '../../../messages/messages.ts';
import { fill } from '../../../messages/text.ts';
import { AccountNote } from '../../../parts/account-note.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { SignIn } from '../../../parts/sign-in.tsx';
import { Unavailable } from '../../../parts/unavailable.tsx';
import { takeFormOutcome } from '../../../server/cookies.ts';
import { readAccount } from '../../../shop/account.ts';
import { readLinkToken } from '../../../shop/session.ts';

export const generateMetadata = (): Metadata => ({
  title: messages().account.confirm.title,
  robots: { index: false },
});

const PATH = '/account/confirm-address';

/** Where the link of a mail leads: opening it changes nothing, the button uses it up. */
export default async function ConfirmAddressPage() {
  const outcome = takeFormOutcome();
  const words = messages().account.confirm;
  const account = await readAccount();
  if (!account) return <SignIn outcome={outcome} next={PATH} why={words.why} />;
  if ('status' in account) return <Unavailable down={account} what="account" retry={PATH} />;
  if (readLinkToken('confirm-address') === undefined || outcome?.result === 'link-over') {
    return (
      <Empty title={words.over} actions={[{ name: messages().account.title, path: '/account' }]}>
        <p>{words.overText}</p>
      </Empty>
    );
  }
  const { email, pendingEmail = email, name } = account;
  return (
    <div className="mx-auto max-w-md py-16 text-center">
      <h1 className="text-3xl">{words.title}</h1>
      <p className="mt-4 text-soft [overflow-wrap:anywhere]">{fill(words.question, { name, email: pendingEmail })}</p>
      <div className="mt-6 grid gap-4 text-left">
        <AccountNote outcome={outcome} of={['confirm-address']} />
        <form action="/account/forms/confirm-address" method="post" className="text-center">
          <button type="submit" className="button">
            {words.submit}
          </button>
        </form>
      </div>
    </div>
  );
}
