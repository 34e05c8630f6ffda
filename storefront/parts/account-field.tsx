import { FieldError } from '../client/checkout-fields.tsx';
import { messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';

const kinds = {
  email: { type: 'email', autoComplete: 'username', maxLength: 254 },
  'new-email': { type: 'email', autoComplete: 'email', maxLength: 254 },
  name: { type: 'text', autoComplete: 'name', maxLength: 200 },
  password: { type: 'password', autoComplete: 'current-password', maxLength: 200 },
  'new-password': { type: 'password', autoComplete: 'new-password', maxLength: 200 },
} as const;

type Kind = keyof typeof kinds;

function labelOf(kind: Kind): string {
  const { email, name, password, newEmail, newPassword } = messages().account.fields;
  return { email, name, password, 'new-email': newEmail, 'new-password': newPassword }[kind];
}

/** The least length of a shopper's password (contracts/openapi/identity.yaml). */
const MIN_PASSWORD = 10;

interface AccountFieldProps {
  kind: Kind;
  /** The form that the field is in: pages have several with the same fields. */
  form: string;
  label?: string;
  value?: string | undefined;
  faults?: Readonly<Record<string, string>>;
}

/** A field of a form of the account, with its fault beside it. */
export function AccountField({ kind, form, label, value, faults = {} }: AccountFieldProps) {
  const name = kind === 'new-email' ? 'email' : kind;
  const id = `${form}-${name}`;
  const fault = faults[name];
  const hint = kind === 'new-password' && `${id}-hint`;
  const described = [fault && `${id}-fault`, hint].filter(Boolean).join(' ');
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium text-md">
        {label ?? labelOf(kind)}
      </label>
      <input
        id={id}
        name={name}
        required
        {...kinds[kind]}
        minLength={kind === 'new-password' ? MIN_PASSWORD : undefined}
        defaultValue={value}
        aria-invalid={fault ? true : undefined}
        aria-describedby={described || undefined}
        className="field"
      />
      {hint && (
        <p id={hint} className="mt-1 text-faint text-sm">
          {fill(messages().account.fields.hint, { least: MIN_PASSWORD })}
        </p>
      )}
      <FieldError id={`${id}-fault`} text={fault} />
    </div>
  );
}

/** Whose password a form is about, for the password manager of the browser. */
export const AccountName = ({ email }: { email: string }) => (
  <input type="text" name="username" autoComplete="username" defaultValue={email} readOnly hidden />
);
