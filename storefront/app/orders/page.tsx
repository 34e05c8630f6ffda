import type { Metadata } from 'next';
import { messages } from '../../messages/messages.ts';
import { FindOrder } from '../../parts/find-order.tsx';

export const generateMetadata = (): Metadata => ({
  title: messages().order.find.title,
  robots: { index: false },
});

interface Props {
  searchParams: Promise<{ problem?: string | string[] }>;
}

export default async function FindOrderPage({ searchParams }: Props) {
  const { problem } = await searchParams;
  const words = messages().order.find;
  return (
    <div className="mx-auto max-w-xl py-6">
      <h1 className="mb-2 text-center text-3xl">{words.title}</h1>
      <p className="mb-8 text-center text-soft">{words.text}</p>
      <FindOrder problem={[problem].flat()[0]} />
      <p className="mt-8 text-center text-md">
        <a href="/account/orders" className="link inline-flex min-h-11 items-center">
          {words.all}
        </a>
      </p>
    </div>
  );
}
