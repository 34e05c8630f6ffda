import type { Metadata } from 'next';
import { FindOrder } from '../../parts/find-order.tsx';

export const metadata: Metadata = { title: 'Find an order', robots: { index: false } };

interface Props {
  searchParams: Promise<{ problem?: string | string[] }>;
}

export default async function FindOrderPage({ searchParams }: Props) {
  const { problem } = await searchParams;
  return (
    <div className="mx-auto max-w-xl py-6">
      <h1 className="mb-2 text-center text-3xl">Find an order</h1>
      <p className="mb-8 text-center text-soft">See where it is, order the same again, or print the receipt.</p>
      <FindOrder problem={[problem].flat()[0]} />
      <p className="mt-8 text-center text-md">
        <a href="/account/orders" className="link inline-flex min-h-11 items-center">
          All orders of your account
        </a>
      </p>
    </div>
  );
}
