import { counted, messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';
import type { FormOutcome } from '../shop/cookie-state.ts';
import { ownProperty } from '../shop/own-property.ts';
import { Note } from './notice.tsx';

type Words = { tone: 'positive' | 'info' | 'caution' | 'critical'; title: string; text?: string };

/** What is said once a form is done, by its name. */
const done: Readonly<Record<string, (outcome: FormOutcome) => Words>> = {
  'forgotten-password': ({ email }) => {
    const { forgotten, forgottenUnknown, forgottenText: text } = messages().account.done;
    return { tone: 'info', title: email === undefined ? forgottenUnknown : fill(forgotten, { email }), text };
  },
  'new-password': () => {
    const { password: title, newPasswordText: text } = messages().account.done;
    return { tone: 'positive', title, text };
  },
  'confirm-address': () => ({ tone: 'positive', title: messages().account.done.address }),
  'send-confirmation': () => ({ tone: 'info', title: messages().account.done.sent }),
  name: () => ({ tone: 'positive', title: messages().account.done.name }),
  password: () => {
    const { password: title, passwordText: text } = messages().account.done;
    return { tone: 'positive', title, text };
  },
  sessions: () => ({ tone: 'positive', title: messages().account.done.sessions }),
  deletion: () => {
    const { deletion: title, deletionText: text } = messages().account.done;
    return { tone: 'info', title, text };
  },
};

/** What is said of a form that was not done, by the result. Results about one field are beside it (`faultsOf`). */
function failed({ result, form, minutes = 1 }: FormOutcome): Words | undefined {
  const words = messages().account.failed;
  const critical = (title: string, text: string): Words => ({ tone: 'critical', title, text });
  switch (result) {
    case 'wrong-credentials':
      return critical(words.wrongCredentials, words.wrongCredentialsText);
    case 'taken':
      return critical(words.taken, words.takenText);
    case 'link-over':
      return critical(words.linkOver, words.linkOverText);
    case 'address-taken':
      return critical(words.addressTaken, words.addressTakenText);
    case 'signed-out':
      return critical(words.signedOut, words.signedOutText);
    case 'invalid':
      return critical(words.invalid, words.invalidText);
    case 'down':
      return critical(words.down, words.downText);
    case 'wait':
      return form === 'send-confirmation' || form === 'address'
        ? { tone: 'caution', title: words.wrote, text: counted(words.wroteText, minutes) }
        : critical(words.tooOften, counted(words.tooOftenText, minutes));
    default:
      return undefined;
  }
}

/** What came of a form, where it is one of these; nothing otherwise. */
export function AccountNote({ outcome, of }: { outcome: FormOutcome | undefined; of: readonly string[] }) {
  if (!outcome || !of.includes(outcome.form)) return null;
  const words = outcome.result === 'done' ? ownProperty(done, outcome.form)?.(outcome) : failed(outcome);
  if (!words) return null;
  const { tone, title, text } = words;
  return (
    <Note tone={tone} title={title}>
      {text}
    </Note>
  );
}

/** What is wrong with one field of a form, by the name of the field. */
export function faultsOf(outcome: FormOutcome | undefined, form: string): Readonly<Record<string, string>> {
  if (outcome?.form !== form) return {};
  const words = messages().account.faults;
  const { result, text: reason } = outcome;
  if (result === 'password')
    return { 'new-password': reason ? fill(words.newPassword, { reason }) : words.newPasswordEasy };
  if (result === 'wrong-password') return { password: words.password };
  return result === 'same-address' ? { email: words.sameAddress } : {};
}
