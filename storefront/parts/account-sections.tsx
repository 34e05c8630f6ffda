import type { ReactNode } from 'react';
import { browserName } from '../../look/browser-name.ts';
import { LocalTime } from '../client/local-time.tsx';
import type { Account, AccountSession } from '../shop/account.ts';
import type { FormOutcome } from '../shop/cookie-state.ts';
import { AccountField, AccountName } from './account-field.tsx';
import { AccountNote, faultsOf } from './account-note.tsx';
import { Note } from './notice.tsx';

interface SectionProps {
  account: Account;
  outcome: FormOutcome | undefined;
}

function Section({ title, forms, outcome, children }: Pick<SectionProps, 'outcome'> & SectionParts) {
  return (
    <section aria-label={title} className="grid gap-4 border-line border-t py-8">
      <h2 className="text-xl">{title}</h2>
      <AccountNote outcome={outcome} of={forms} />
      {children}
    </section>
  );
}

interface SectionParts {
  title: string;
  /** The forms whose results are shown here. */
  forms: readonly string[];
  children: ReactNode;
}

/** A form that is unfolded where somebody wants it, and stays so while something is wrong with it. */
function Fold({ title, isOpen, children }: { title: string; isOpen: boolean; children: ReactNode }) {
  return (
    <details open={isOpen} className="group">
      <summary className="link inline-flex min-h-11 list-none items-center font-medium">{title}</summary>
      <div className="mt-3">{children}</div>
    </details>
  );
}

const hasFailed = (outcome: FormOutcome | undefined, form: string): boolean =>
  outcome?.form === form && outcome.result !== 'done';

/** Who somebody is: their name and address, and whether the address is confirmed. */
export function Identity({ account, outcome }: SectionProps) {
  const { name, email, emailVerified, pendingEmail } = account;
  return (
    <Section title="You" forms={['name', 'address', 'send-confirmation', 'confirm-address']} outcome={outcome}>
      <dl className="grid gap-3 sm:grid-cols-[8rem_1fr]">
        <dt className="text-faint">Name</dt>
        <dd className="[overflow-wrap:anywhere]">{name}</dd>
        <dt className="text-faint">E-mail</dt>
        <dd className="[overflow-wrap:anywhere]">
          {email} <span className="text-faint">{emailVerified ? '· confirmed' : '· not confirmed'}</span>
        </dd>
      </dl>
      {!emailVerified && <Unconfirmed email={email} />}
      {pendingEmail !== undefined && (
        <Note tone="info" title={`${pendingEmail} is to be your address.`}>
          It takes the place of this one once you open the link that we sent there.
        </Note>
      )}
      <Fold title="Change the name" isOpen={hasFailed(outcome, 'name')}>
        <form action="/account/forms/name" method="post" className="grid max-w-md gap-4">
          <AccountField kind="name" form="name" value={name} />
          <button type="submit" className="button justify-self-start">
            Save
          </button>
        </form>
      </Fold>
      <Fold title="Change the address" isOpen={hasFailed(outcome, 'address')}>
        <form action="/account/forms/address" method="post" className="grid max-w-md gap-4">
          <p className="text-soft">We send a link to the new address, and tell the old one once it has changed.</p>
          <AccountField
            kind="new-email"
            form="address"
            value={hasFailed(outcome, 'address') ? outcome?.email : undefined}
            faults={faultsOf(outcome, 'address')}
          />
          <AccountField kind="password" form="address" faults={faultsOf(outcome, 'address')} />
          <button type="submit" className="button justify-self-start">
            Send the link
          </button>
        </form>
      </Fold>
    </Section>
  );
}

const Unconfirmed = ({ email }: { email: string }) => (
  <Note tone="caution" title="Please confirm your address.">
    <p>
      Open the link that we sent to <span className="[overflow-wrap:anywhere]">{email}</span>. Then you also see here
      what you ordered with it before.
    </p>
    <form action="/account/forms/send-confirmation" method="post" className="mt-3">
      <button type="submit" className="button button-quiet">
        Send it again
      </button>
    </form>
  </Note>
);

/** The password, and where somebody is signed in. */
export function SignInSection({ account, sessions, outcome }: SectionProps & { sessions: readonly AccountSession[] }) {
  const faults = faultsOf(outcome, 'password');
  const hasOthers = sessions.some(({ current }) => !current);
  return (
    <Section title="Sign-in" forms={['password', 'sessions']} outcome={outcome}>
      <Fold title="Change the password" isOpen={hasFailed(outcome, 'password')}>
        <form action="/account/forms/password" method="post" className="grid max-w-md gap-4">
          <AccountName email={account.email} />
          <AccountField kind="password" form="password" label="Present password" faults={faults} />
          <AccountField kind="new-password" form="password" faults={faults} />
          <button type="submit" className="button justify-self-start">
            Change the password
          </button>
        </form>
      </Fold>
      <h3 className="mt-2 font-medium">Where you are signed in</h3>
      <ul aria-label="Where you are signed in" className="divide-y divide-line">
        {sessions.map(session => (
          <Session key={session.id} session={session} />
        ))}
      </ul>
      {hasOthers && (
        <form action="/account/forms/sessions" method="post">
          <button type="submit" className="button button-quiet">
            Sign out everywhere else
          </button>
        </form>
      )}
    </Section>
  );
}

function Session({
  session: { id, userAgent, addressBlock, createdAt, lastSeenAt, current },
}: {
  session: AccountSession;
}) {
  const name = browserName(userAgent);
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
      <div className="min-w-0">
        <p className="font-medium [overflow-wrap:anywhere]">
          {name}
          {current && <span className="font-normal text-faint"> · this one</span>}
        </p>
        <p className="text-faint text-md">
          Since <LocalTime at={createdAt} /> · seen <LocalTime at={lastSeenAt} />
          {addressBlock !== '' && <> · {addressBlock}</>}
        </p>
      </div>
      {!current && (
        <form action="/account/forms/sessions" method="post">
          <input type="hidden" name="session" value={id} />
          <button type="submit" className="button button-quiet" aria-label={`Sign out ${name}`}>
            Sign out
          </button>
        </form>
      )}
    </li>
  );
}

/** How somebody leaves for good. */
export function Deletion({ outcome }: Pick<SectionProps, 'outcome'>) {
  return (
    <Section title="Delete the account" forms={['deletion']} outcome={outcome}>
      <p className="text-soft">
        Your name, address and password are deleted here at once. Orders stay: they are records of trade, and go their
        way.
      </p>
      <Fold title="Delete my account" isOpen={hasFailed(outcome, 'deletion')}>
        <form action="/account/forms/deletion" method="post" className="grid max-w-md gap-4">
          <AccountField kind="password" form="deletion" faults={faultsOf(outcome, 'deletion')} />
          <button type="submit" className="button justify-self-start">
            Delete for good
          </button>
        </form>
      </Fold>
    </Section>
  );
}
