import type { Metadata } from 'next';
import { messages } from '../../../messages/messages.ts';
import { AccountField } from '../../../parts/account-field.tsx';
import { AccountNote, faultsOf } from '../../../parts/account-note.tsx';
import { takeFormOutcome } from '../../../server/cookies.ts';

export const generateMetadata = (): Metadata => ({
  title: messages().account.signUp.title,
  robots: { index: false },
});

export default function SignUpPage() {
  const outcome = takeFormOutcome();
  const { fields, signIn, signUp: words } = messages().account;
  const faults = faultsOf(outcome, 'sign-up');
  return (
    <div className="mx-auto max-w-md py-6">
      <h1 className="mb-2 text-center text-3xl">{words.title}</h1>
      <p className="mb-8 text-balance text-center text-soft">{words.text}</p>
      <form action="/account/forms/sign-up" method="post" className="grid gap-4">
        <AccountNote outcome={outcome} of={['sign-up']} />
        <AccountField kind="name" form="sign-up" value={outcome?.name} />
        <AccountField kind="email" form="sign-up" value={outcome?.email} />
        <AccountField kind="new-password" form="sign-up" label={fields.password} faults={faults} />
        <button type="submit" className="button">
          {words.submit}
        </button>
      </form>
      <p className="mt-6 flex flex-wrap justify-center gap-x-6 gap-y-1 text-md">
        <a href="/account" className="link inline-flex min-h-11 items-center">
          {signIn.title}
        </a>
        <a href="/account/forgotten-password" className="link inline-flex min-h-11 items-center">
          {signIn.forgotten}
        </a>
        <a href="/help/privacy" className="link inline-flex min-h-11 items-center">
          {words.privacy}
        </a>
      </p>
    </div>
  );
}
