import type { Metadata } from 'next';
import { ProblemNote, type Problems } from '../../../parts/problem-note.tsx';

export const metadata: Metadata = {
  title: 'Messages about stock',
  robots: { index: false },
  // the token in the address goes to no other site
  referrer: 'same-origin',
};

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ token?: string | string[]; result?: string | string[] }>;
}

const problems: Problems = {
  wrong: { title: 'This link is not complete.', text: 'Open it from the message once more.' },
  down: { title: 'This is not possible right now.', text: 'Please try again in a minute.' },
};

/** Where the link of a message about stock leads: the button ends them, as opening a link changes nothing. */
export default async function StockAlertPage({ params, searchParams }: Props) {
  const { id } = await params;
  const { token, result } = await searchParams;
  return (
    <div className="mx-auto max-w-md py-16 text-center">
      <h1 className="text-3xl">{result === 'ended' ? 'No more of these messages' : 'Messages about stock'}</h1>
      {result === 'ended' ? (
        <p className="mt-4 text-soft">Your address is deleted; you wait for nothing any more.</p>
      ) : (
        <>
          <p className="mt-4 text-soft">
            You asked us to write when something can be bought again. The button ends that, for everything that you wait
            for, and deletes your address here.
          </p>
          <div className="mt-6 grid gap-4 text-left">
            <ProblemNote problems={problems} name={[result].flat()[0]} />
            <form action={`/stock-alerts/${encodeURIComponent(id)}/end`} method="post" className="text-center">
              <input type="hidden" name="token" value={[token].flat()[0] ?? ''} />
              <button type="submit" className="button">
                Send me no more
              </button>
            </form>
          </div>
        </>
      )}
    </div>
  );
}
