import type { ReactNode } from 'react';
import { LocalTime } from '../client/local-time.tsx';
import { browserName } from '../messages/format.ts';
import { messages } from '../messages/messages.ts';
import { fill, fillNodes } from '../messages/text.ts';
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
  const { fields, you: words } = messages().account;
  return (
    <Section title={words.title} forms={['name', 'address', 'send-confirmation', 'confirm-address']} outcome={outcome}>
      <dl className="grid gap-3 sm:grid-cols-[8rem_1fr]">
        <dt className="text-faint">{fields.name}</dt>
        <dd className="[overflow-wrap:anywhere]">{name}</dd>
        <dt className="text-faint">{fields.email}</dt>
        <dd className="[overflow-wrap:anywhere]">
          {email} <span className="text-faint">{emailVerified ? words.confirmed : words.notConfirmed}</span>
        </dd>
      </dl>
      {!emailVerified && <Unconfirmed email={email} />}
      {pendingEmail !== undefined && (
        <Note tone="info" title={fill(words.pending, { email: pendingEmail })}>
          {words.pendingText}
        </Note>
      )}
      <Fold title={words.changeName} isOpen={hasFailed(outcome, 'name')}>
        <form action="/account/forms/name" method="post" className="grid max-w-md gap-4">
          <AccountField kind="name" form="name" value={name} />
          <button type="submit" className="button justify-self-start">
            {words.save}
          </button>
        </form>
      </Fold>
      <Fold title={words.changeAddress} isOpen={hasFailed(outcome, 'address')}>
        <form action="/account/forms/address" method="post" className="grid max-w-md gap-4">
          <p className="text-soft">{words.changeAddressText}</p>
          <AccountField
            kind="new-email"
            form="address"
            value={hasFailed(outcome, 'address') ? outcome?.email : undefined}
            faults={faultsOf(outcome, 'address')}
          />
          <AccountField kind="password" form="address" faults={faultsOf(outcome, 'address')} />
          <button type="submit" className="button justify-self-start">
            {words.sendLink}
          </button>
        </form>
      </Fold>
    </Section>
  );
}

function Unconfirmed({ email }: { email: string }) {
  const words = messages().account.you;
  return (
    <Note tone="caution" title={words.pleaseConfirm}>
      <p>{fillNodes(words.pleaseConfirmText, { email: <span className="[overflow-wrap:anywhere]">{email}</span> })}</p>
      <form action="/account/forms/send-confirmation" method="post" className="mt-3">
        <button type="submit" className="button button-quiet">
          {words.sendAgain}
        </button>
      </form>
    </Note>
  );
}

/** The password, and where somebody is signed in. */
export function SignInSection({ account, sessions, outcome }: SectionProps & { sessions: readonly AccountSession[] }) {
  const faults = faultsOf(outcome, 'password');
  const { fields, security: words } = messages().account;
  const hasOthers = sessions.some(({ current }) => !current);
  return (
    <Section title={words.title} forms={['password', 'sessions']} outcome={outcome}>
      <Fold title={words.changePassword} isOpen={hasFailed(outcome, 'password')}>
        <form action="/account/forms/password" method="post" className="grid max-w-md gap-4">
          <AccountName email={account.email} />
          <AccountField kind="password" form="password" label={fields.presentPassword} faults={faults} />
          <AccountField kind="new-password" form="password" faults={faults} />
          <button type="submit" className="button justify-self-start">
            {words.changePassword}
          </button>
        </form>
      </Fold>
      <h3 className="mt-2 font-medium">{words.places}</h3>
      <ul aria-label={words.places} className="divide-y divide-line">
        {sessions.map(session => (
          <Session key={session.id} session={session} />
        ))}
      </ul>
      {hasOthers && (
        <form action="/account/forms/sessions" method="post">
          <button type="submit" className="button button-quiet">
            {words.signOutElsewhere}
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
  const { signOut, security: words } = messages().account;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
      <div className="min-w-0">
        <p className="font-medium [overflow-wrap:anywhere]">
          {name}
          {current && <span className="font-normal text-faint"> {words.thisOne}</span>}
        </p>
        <p className="text-faint text-md">
          {fillNodes(words.since, { since: <LocalTime at={createdAt} />, seen: <LocalTime at={lastSeenAt} /> })}
          {addressBlock !== '' && <> · {addressBlock}</>}
        </p>
      </div>
      {!current && (
        <form action="/account/forms/sessions" method="post">
          <input type="hidden" name="session" value={id} />
          <button type="submit" className="button button-quiet" aria-label={fill(words.signOutPlace, { name })}>
            {signOut}
          </button>
        </form>
      )}
    </li>
  );
}

/** How somebody leaves for good. */
export function Deletion({ outcome }: Pick<SectionProps, 'outcome'>) {
  const words = messages().account.deletion;
  return (
    <Section title={words.title} forms={['deletion']} outcome={outcome}>
      <p className="text-soft">{words.text}</p>
      <Fold title={words.open} isOpen={hasFailed(outcome, 'deletion')}>
        <form action="/account/forms/deletion" method="post" className="grid max-w-md gap-4">
          <AccountField kind="password" form="deletion" faults={faultsOf(outcome, 'deletion')} />
          <button type="submit" className="button justify-self-start">
            {words.submit}
          </button>
        </form>
      </Fold>
    </Section>
  );
}
