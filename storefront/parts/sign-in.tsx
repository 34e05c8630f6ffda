import { messages } from '../messages/messages.ts';
import type { FormOutcome } from '../shop/cookie-state.ts';
import { AccountField } from './account-field.tsx';
import { AccountNote } from './account-note.tsx';

interface SignInProps {
  outcome: FormOutcome | undefined;
  /** Where to go once somebody is signed in: the page itself. */
  next: string;
  /** Why this page asks for it. */
  why: string;
}

/** Asks who somebody is, in the place of a page that is for those who are signed in. */
export function SignIn({ outcome, next, why }: SignInProps) {
  const words = messages().account.signIn;
  return (
    <div className="mx-auto max-w-md py-6">
      <h1 className="mb-2 text-center text-3xl">{words.title}</h1>
      <p className="mb-8 text-balance text-center text-soft">{why}</p>
      <form action="/account/forms/sign-in" method="post" className="grid gap-4">
        <AccountNote outcome={outcome} of={outcome ? [outcome.form] : []} />
        <input type="hidden" name="next" value={next} />
        <AccountField kind="email" form="sign-in" value={outcome?.email} />
        <AccountField kind="password" form="sign-in" />
        <button type="submit" className="button">
          {words.title}
        </button>
      </form>
      <p className="mt-6 flex flex-wrap justify-center gap-x-6 gap-y-1 text-md">
        <a href="/account/forgotten-password" className="link inline-flex min-h-11 items-center">
          {words.forgotten}
        </a>
        <a href="/account/sign-up" className="link inline-flex min-h-11 items-center">
          {words.create}
        </a>
      </p>
    </div>
  );
}
