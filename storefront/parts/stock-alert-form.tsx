import { messages } from '../messages/messages.ts';
import { ProblemNote } from './problem-note.tsx';

interface StockAlertFormProps {
  sku: string;
  /** The page of the variant. */
  from: string;
  /** What came of the last time: `alert` of the page's URL. */
  result: string | undefined;
}

/** Asks for one message when a variant can be bought again: a plain form. */
export function StockAlertForm({ sku, from, result }: StockAlertFormProps) {
  const words = messages().stockAlert;
  return (
    <section id="alert" aria-label={words.label} className="mt-6 max-w-md rounded-2xl bg-sunken p-4">
      {result === 'asked' ? (
        <p role="status">
          <strong className="block font-semibold">{words.asked}</strong>
          <span className="text-soft">{words.askedText}</span>
        </p>
      ) : (
        <form action="/stock-alerts" method="post" className="grid gap-3">
          <ProblemNote problems={words.problems} name={result} />
          <input type="hidden" name="sku" value={sku} />
          <input type="hidden" name="from" value={from} />
          <label htmlFor="alert-email" className="font-medium">
            {words.tellMe}
          </label>
          <div className="flex flex-wrap gap-2">
            <input
              id="alert-email"
              name="email"
              type="email"
              required
              maxLength={254}
              autoComplete="email"
              placeholder={words.email}
              aria-describedby="alert-kept"
              className="field min-w-48 flex-1"
            />
            <button type="submit" className="button button-quiet">
              {words.submit}
            </button>
          </div>
          <p id="alert-kept" className="text-faint text-sm">
            {words.kept}
          </p>
        </form>
      )}
    </section>
  );
}
