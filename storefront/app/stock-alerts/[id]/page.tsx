import type { Metadata } from 'next';
import { messages } from '../../../messages/messages.ts';
import { ProblemNote } from '../../../parts/problem-note.tsx';

export const generateMetadata = (): Metadata => ({
  title: messages().stockAlert.end.title,
  robots: { index: false },
  // the token in the address goes to no other site
  referrer: 'same-origin',
});

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ token?: string | string[]; result?: string | string[] }>;
}

/** Where the link of a message about stock leads: the button ends them, as opening a link changes nothing. */
export default async function StockAlertPage({ params, searchParams }: Props) {
  const { id } = await params;
  const words = messages().stockAlert.end;
  const { token, result } = await searchParams;
  return (
    <div className="mx-auto max-w-md py-16 text-center">
      <h1 className="text-3xl">{result === 'ended' ? words.ended : words.title}</h1>
      {result === 'ended' ? (
        <p className="mt-4 text-soft">{words.endedText}</p>
      ) : (
        <>
          <p className="mt-4 text-soft">{words.text}</p>
          <div className="mt-6 grid gap-4 text-left">
            <ProblemNote problems={words.problems} name={[result].flat()[0]} />
            <form action={`/stock-alerts/${encodeURIComponent(id)}/end`} method="post" className="text-center">
              <input type="hidden" name="token" value={[token].flat()[0] ?? ''} />
              <button type="submit" className="button">
                {words.submit}
              </button>
            </form>
          </div>
        </>
      )}
    </div>
  );
}
