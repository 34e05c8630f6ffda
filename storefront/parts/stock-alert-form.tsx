import { ProblemNote, type Problems } from './problem-note.tsx';

const problems: Problems = {
  invalid: { title: 'We cannot write to this address.', text: 'Please check it.' },
  unknown: { title: 'This is not for sale any more.', text: 'We cannot tell you when it is back.' },
  many: {
    title: 'This address waits for 20 other things.',
    text: 'The link in any of our messages about stock ends them all.',
  },
  down: { title: 'We cannot take this down right now.', text: 'Please try again in a minute.' },
};

interface StockAlertFormProps {
  sku: string;
  /** The page of the variant. */
  from: string;
  /** What came of the last time: `alert` of the page's URL. */
  result: string | undefined;
}

/** Asks for one message when a variant can be bought again: a plain form. */
export function StockAlertForm({ sku, from, result }: StockAlertFormProps) {
  return (
    <section id="alert" aria-label="When it is back" className="mt-6 max-w-md rounded-2xl bg-sunken p-4">
      {result === 'asked' ? (
        <p role="status">
          <strong className="block font-semibold">We write to you when it is back.</strong>
          <span className="text-soft">One message, and it cannot be held for you.</span>
        </p>
      ) : (
        <form action="/stock-alerts" method="post" className="grid gap-3">
          <ProblemNote problems={problems} name={result} />
          <input type="hidden" name="sku" value={sku} />
          <input type="hidden" name="from" value={from} />
          <label htmlFor="alert-email" className="font-medium">
            Tell me when it is back
          </label>
          <div className="flex flex-wrap gap-2">
            <input
              id="alert-email"
              name="email"
              type="email"
              required
              maxLength={254}
              autoComplete="email"
              placeholder="E-mail"
              aria-describedby="alert-kept"
              className="field min-w-48 flex-1"
            />
            <button type="submit" className="button button-quiet">
              Write to me
            </button>
          </div>
          <p id="alert-kept" className="text-faint text-sm">
            One message. We delete your address 30 days after it, and after 180 days if it does not come back.
          </p>
        </form>
      )}
    </section>
  );
}
