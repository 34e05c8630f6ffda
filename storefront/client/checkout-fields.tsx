import type { Messages } from '../messages/messages.ts';
import type { Country } from '../shop/countries.ts';
import { type Delivery, type Field, maxLengths } from '../shop/delivery.ts';

export type Faults = Readonly<Partial<Record<string, string>>>;

interface FieldProps {
  name: Field;
  label: string;
  /** The autofill token (HTML, section 4.10.18.7). */
  autoComplete: string;
  values: Delivery;
  faults: Faults;
  type?: 'text' | 'email' | 'tel';
  /** Says that the field may stay empty, in this word. */
  optional?: string | undefined;
  /** Whether the browser refuses an empty field; unless it is optional. */
  isRequired?: boolean;
  hint?: string;
}

/** The validation error of a field, beside it and announced with it. */
export function FieldError({ id, text }: { id: string; text: string | undefined }) {
  return text ? (
    <p id={id} className="mt-1 text-critical-ink text-md">
      {text}
    </p>
  ) : null;
}

export function TextField({
  name,
  label,
  autoComplete,
  values,
  faults,
  type = 'text',
  optional,
  isRequired = optional === undefined,
  hint,
}: FieldProps) {
  const fault = faults[name];
  const described = [fault && `${name}-fault`, hint && `${name}-hint`].filter(Boolean).join(' ');
  return (
    <div>
      <label htmlFor={name} className="mb-1 flex justify-between font-medium text-md">
        {label}
        {optional !== undefined && <span className="font-normal text-faint">{optional}</span>}
      </label>
      <input
        id={name}
        name={name}
        type={type}
        required={isRequired}
        maxLength={maxLengths[name]}
        autoComplete={autoComplete}
        defaultValue={values[name]}
        aria-invalid={fault ? true : undefined}
        aria-describedby={described || undefined}
        className="field"
      />
      {hint && (
        <p id={`${name}-hint`} className="mt-1 text-faint text-sm">
          {hint}
        </p>
      )}
      <FieldError id={`${name}-fault`} text={fault} />
    </div>
  );
}

interface AddressProps {
  /** The chosen country, once the script runs; without it the server alone checks postal code and state. */
  country: Country | undefined;
  values: Delivery;
  faults: Faults;
  countries: readonly Country[];
  words: Messages['checkout']['form'];
  onCountry(code: string): void;
}

/** The address, in the order in which people write it. */
export function Address({ values, faults, country, countries, words, onCountry }: AddressProps) {
  const given = { values, faults };
  return (
    <div className="grid gap-4">
      <div>
        <label htmlFor="country" className="mb-1 block font-medium text-md">
          {words.country}
        </label>
        <select
          id="country"
          name="country"
          required
          autoComplete="shipping country"
          defaultValue={values.country || 'US'}
          onChange={event => onCountry(event.target.value)}
          aria-invalid={faults.country ? true : undefined}
          aria-describedby={faults.country ? 'country-fault' : undefined}
          className="field"
        >
          {countries.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
        <FieldError id="country-fault" text={faults.country} />
      </div>
      <TextField {...given} name="name" label={words.name} autoComplete="shipping name" />
      <TextField {...given} name="line1" label={words.line1} autoComplete="shipping address-line1" />
      <TextField
        {...given}
        name="line2"
        label={words.line2}
        autoComplete="shipping address-line2"
        optional={words.optional}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          {...given}
          name="postalCode"
          label={words.postalCode}
          autoComplete="shipping postal-code"
          optional={country?.hasPostalCode === false ? words.optional : undefined}
          isRequired={country?.hasPostalCode === true}
        />
        <TextField {...given} name="city" label={words.city} autoComplete="shipping address-level2" />
      </div>
      <TextField
        {...given}
        name="region"
        label={words.region}
        autoComplete="shipping address-level1"
        optional={country?.needsRegion === false ? words.optional : undefined}
        isRequired={country?.needsRegion === true}
      />
    </div>
  );
}
