import type { FormOutcome } from '../shop/cookie-state.ts';
import { ownProperty } from '../shop/own-property.ts';
import { Note } from './notice.tsx';

type Words = { tone: 'positive' | 'info' | 'caution' | 'critical'; title: string; text?: string };

const minutesText = (minutes = 1): string => (minutes === 1 ? 'a minute' : `${minutes} minutes`);

/** What is said once a form is done, by its name. */
const done: Readonly<Record<string, (outcome: FormOutcome) => Words>> = {
  'forgotten-password': ({ email = 'this address' }) => ({
    tone: 'info',
    title: `If there is an account with ${email}, a mail is on its way.`,
    text: 'The link in it works for an hour. Nothing there after a few minutes? Look among the unwanted mail.',
  }),
  'new-password': () => ({
    tone: 'positive',
    title: 'Your password is changed.',
    text: 'You are signed out everywhere. Sign in with the new one.',
  }),
  'confirm-address': () => ({ tone: 'positive', title: 'Your address is confirmed.' }),
  'send-confirmation': () => ({ tone: 'info', title: 'The mail is on its way.' }),
  name: () => ({ tone: 'positive', title: 'Your name is changed.' }),
  password: () => ({
    tone: 'positive',
    title: 'Your password is changed.',
    text: 'You are signed out everywhere else.',
  }),
  sessions: () => ({ tone: 'positive', title: 'You are signed out there.' }),
  deletion: () => ({ tone: 'info', title: 'Your account is deleted.', text: 'What you ordered goes its way.' }),
};

/** What is said of a form that was not done, by the result. Results about one field are beside it (`faultsOf`). */
const failed: Readonly<Record<string, (outcome: FormOutcome) => Words>> = {
  'wrong-credentials': () => ({
    tone: 'critical',
    title: 'The e-mail address or the password is wrong.',
    text: 'Please check both.',
  }),
  taken: () => ({
    tone: 'critical',
    title: 'There is an account with this address.',
    text: 'Sign in to it; if you forgot its password, we send you a link to a new one.',
  }),
  'link-over': () => ({
    tone: 'critical',
    title: 'This link works no more.',
    text: 'It was used already, is too old, or belongs to another account. Ask for another one.',
  }),
  'address-taken': () => ({
    tone: 'critical',
    title: 'Another account has this address.',
    text: 'Sign in to that one, or delete it first.',
  }),
  'signed-out': () => ({ tone: 'critical', title: 'You are signed out.', text: 'Sign in and try again.' }),
  invalid: () => ({ tone: 'critical', title: 'This cannot be right.', text: 'Please check what you typed.' }),
  down: () => ({
    tone: 'critical',
    title: 'This is not possible right now.',
    text: 'Something on our side is not answering. Please try again in a minute.',
  }),
  wait: ({ form, minutes }) =>
    form === 'send-confirmation' || form === 'address'
      ? {
          tone: 'caution',
          title: 'We have just written to you.',
          text: `Look among the unwanted mail too. We can write again in ${minutesText(minutes)}.`,
        }
      : { tone: 'critical', title: 'That was too often.', text: `Please try again in ${minutesText(minutes)}.` },
};

/** What came of a form, where it is one of these; nothing otherwise. */
export function AccountNote({ outcome, of }: { outcome: FormOutcome | undefined; of: readonly string[] }) {
  if (!outcome || !of.includes(outcome.form)) return null;
  const words = outcome.result === 'done' ? ownProperty(done, outcome.form) : ownProperty(failed, outcome.result);
  if (!words) return null;
  const { tone, title, text } = words(outcome);
  return (
    <Note tone={tone} title={title}>
      {text}
    </Note>
  );
}

/** What is wrong with one field of a form, by the name of the field. */
export function faultsOf(outcome: FormOutcome | undefined, form: string): Readonly<Record<string, string>> {
  if (outcome?.form !== form) return {};
  if (outcome.result === 'password')
    return { 'new-password': `This password ${outcome.text || 'is too easy to guess'}.` };
  if (outcome.result === 'wrong-password') return { password: 'This password is wrong.' };
  return outcome.result === 'same-address' ? { email: 'This is your address already.' } : {};
}
