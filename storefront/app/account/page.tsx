import type { Metadata } from 'next';
import { messages } from '../../messages/messages.ts';
import { Deletion, Identity, SignInSection } from '../../parts/account-sections.tsx';
import { SignIn } from '../../parts/sign-in.tsx';
import { Unavailable } from '../../parts/unavailable.tsx';
import { takeFormOutcome } from '../../server/cookies.ts';
import { readAccount, readSessions } from '../../shop/account.ts';

export const generateMetadata = (): Metadata => ({
  title: messages().account.title,
  robots: { index: false },
});

/** The account of whoever is signed in; a sign-in for everybody else. */
export default async function AccountPage() {
  const outcome = takeFormOutcome();
  const words = messages().account;
  const account = await readAccount();
  if (!account) return <SignIn outcome={outcome} next="/account" why={words.whySignIn} />;
  if ('status' in account) return <Unavailable down={account} what="account" retry="/account" />;
  const sessions = await readSessions();
  return (
    <div className="mx-auto max-w-2xl">
      <div className="mb-6 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h1 className="text-3xl">{words.title}</h1>
        <div className="flex flex-wrap items-center gap-3">
          <a href="/account/orders" className="button">
            {words.orders}
          </a>
          <form action="/account/forms/sign-out" method="post">
            <button type="submit" className="button button-quiet">
              {words.signOut}
            </button>
          </form>
        </div>
      </div>
      <Identity account={account} outcome={outcome} />
      {sessions && !('status' in sessions) && <SignInSection account={account} sessions={sessions} outcome={outcome} />}
      <Deletion outcome={outcome} />
    </div>
  );
}
