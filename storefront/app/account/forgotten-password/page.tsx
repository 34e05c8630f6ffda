import type { Metadata } from 'next';
import { messages } from '../../../messages/messages.ts';
import { AccountField } from '../../../parts/account-field.tsx';
import { AccountNote } from '../../../parts/account-note.tsx';
import { takeFormOutcome } from '../../../server/cookies.ts';

export const generateMetadata = (): Metadata => ({
  title: messages().account.forgotten.title,
  robots: { index: false },
});

export default function ForgottenPasswordPage() {
  const outcome = takeFormOutcome();
  const words = messages().account.forgotten;
  return (
    <div className="mx-auto max-w-md py-6">
      <h1 className="mb-2 text-center text-3xl">{words.title}</h1>
      <p className="mb-8 text-balance text-center text-soft">{words.text}</p>
      <form action="/account/forms/forgotten-password" method="post" className="grid gap-4">
        <AccountNote outcome={outcome} of={['forgotten-password']} />
        <AccountField kind="email" form="forgotten-password" value={outcome?.email} />
        <button type="submit" className="button">
          {words.submit}
        </button>
      </form>
      <p className="mt-6 text-center text-md">
        <a href="/account" className="link inline-flex min-h-11 items-center">
          {words.back}
        </a>
      </p>
    </div>
  );
}
