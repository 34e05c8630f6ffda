'use client';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { formatMoney } from '../../look/money.ts';
import type { Messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';
import type { Cart } from '../shop/cart.ts';
import type { Country } from '../shop/countries.ts';
import type { Delivery } from '../shop/delivery.ts';
import { arrivalOf } from '../shop/delivery-days.ts';
import { sum } from '../shop/money.ts';
import type { ShippingMethod } from '../shop/shipping.ts';
import { Address, type Faults, FieldError, TextField } from './checkout-fields.tsx';
import { CheckoutSummary } from './checkout-summary.tsx';
import { Live } from './live.tsx';
import { useMessages } from './messages.tsx';

interface CheckoutFormProps {
  cart: Cart;
  /** The digest of the cart as it is shown: what Pay agrees to. */
  shown: string;
  values: Delivery;
  faults: Faults;
  countries: readonly Country[];
  methods: readonly ShippingMethod[];
  before: Readonly<Record<string, number>>;
  isReady: boolean;
  /** When the page was rendered: parcels are ordered at this moment. */
  now: string;
  /** What the page follows until Pay is pressed: from then on it is left alone. */
  tags: readonly string[];
  words: Messages['checkout']['form'];
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-10">
      <h2 className="mb-4 text-xl">{title}</h2>
      {children}
    </section>
  );
}

/** The shipping methods of another country. The page works without: the server validates when Pay is pressed. */
async function fetchMethods(country: string): Promise<readonly ShippingMethod[] | undefined> {
  try {
    const response = await fetch(`/api/shipping/methods?country=${country}`);
    return response.ok ? (await response.json()).items : undefined;
  } catch {
    return undefined;
  }
}

/** The checkout in one column: a plain form. The script adds shipping of other countries, the total, and progress. */
export function CheckoutForm({
  cart,
  shown,
  values,
  faults,
  countries,
  methods: first,
  before,
  isReady,
  now,
  tags,
  words,
}: CheckoutFormProps) {
  const { locale } = useMessages();
  const [methods, setMethods] = useState(first);
  const [chosen, setChosen] = useState(values.method);
  const [isPaying, setPaying] = useState(false);
  const [country, setCountry] = useState<Country>();
  const form = useRef<HTMLFormElement>(null);
  const method = methods.find(({ id }) => id === chosen) ?? methods[0];

  useEffect(() => {
    // What is chosen, not what the page was rendered with: the browser puts it back, and a refresh leaves it.
    const readCountry = () => {
      const chosenCode = form.current && new FormData(form.current).get('country');
      setCountry(countries.find(({ code }) => code === chosenCode));
    };
    readCountry();
    addEventListener('pageshow', readCountry);
    return () => removeEventListener('pageshow', readCountry);
  }, [countries]);

  useEffect(() => {
    // Back from the payment page: the back/forward cache shows this page as it was left.
    const onPageShow = () => setPaying(false);
    addEventListener('pageshow', onPageShow);
    document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    return () => removeEventListener('pageshow', onPageShow);
  }, []);

  const changeCountry = (code: string) => {
    setCountry(countries.find(country => country.code === code));
    void fetchMethods(code).then(found => found && setMethods(found));
  };
  const onSubmit = (event: FormEvent) => {
    if (isPaying) event.preventDefault();
    setPaying(true);
  };
  const total = sum(method ? [cart.subtotal, method.price] : [cart.subtotal], cart.subtotal.currency);
  return (
    <form ref={form} action="/checkout/pay" method="post" onSubmit={onSubmit}>
      {!isPaying && <Live tags={tags} />}
      <input type="hidden" name="shown" value={shown} />
      <CheckoutSummary cart={cart} shipping={method?.price} before={before} words={words} locale={locale} />
      <Section title={words.contact}>
        <div className="grid gap-4">
          <TextField
            name="email"
            label={words.email}
            type="email"
            autoComplete="email"
            values={values}
            faults={faults}
            hint={words.emailHint}
          />
          <TextField
            name="phone"
            label={words.phone}
            type="tel"
            autoComplete="tel"
            values={values}
            faults={faults}
            optional={words.optional}
          />
        </div>
      </Section>
      <Section title={words.delivery}>
        <Address
          values={values}
          faults={faults}
          country={country}
          countries={countries}
          words={words}
          onCountry={changeCountry}
        />
      </Section>
      <Section title={words.shipping}>
        <fieldset aria-describedby={faults.method ? 'method-fault' : undefined}>
          <legend className="sr-only">{words.method}</legend>
          {methods.length === 0 ? (
            <p className="rounded-xl bg-caution-tint px-4 py-3 text-caution-ink">{words.noMethod}</p>
          ) : null}
          <div className="grid gap-2">
            {methods.map(({ id, name, price: cost, days }) => (
              <label
                key={id}
                className="flex min-h-14 items-center gap-3 rounded-xl bg-surface px-4 py-2 ring-1 ring-line hover:bg-hover has-checked:ring-2 has-checked:ring-action"
              >
                <input
                  type="radio"
                  name="method"
                  value={id}
                  required
                  checked={id === method?.id}
                  onChange={() => setChosen(id)}
                  className="size-4 accent-[var(--action)]"
                />
                <span className="flex-1">
                  <span className="block font-medium">{name}</span>
                  {days && (
                    <span className="block text-faint text-sm">
                      {fill(words.arrives, { days: arrivalOf(days, now, locale) })}
                    </span>
                  )}
                </span>
                <span className="tabular-nums">{formatMoney(cost, locale)}</span>
              </label>
            ))}
          </div>
          <FieldError id="method-fault" text={faults.method} />
        </fieldset>
      </Section>
      <div className="mt-10">
        <button
          type="submit"
          disabled={!isReady || methods.length === 0}
          aria-disabled={isPaying}
          className="button min-h-14 w-full text-lg tabular-nums"
        >
          {isPaying ? words.paying : fill(words.pay, { total: formatMoney(total, locale) })}
        </button>
        <p aria-live="polite" className="mt-3 text-center text-faint text-md">
          {isPaying ? words.payingNote : words.payNote}
        </p>
      </div>
    </form>
  );
}
