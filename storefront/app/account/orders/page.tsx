import type { Metadata } from 'next';
import { formatMoney } from '../../../../look/money.ts';
import { LocalTime } from '../../../client/local-time.tsx';
import { Breadcrumbs } from '../../../parts/breadcrumbs.tsx';
import { Note } from '../../../parts/notice.tsx';
import { statusName } from '../../../parts/order-status.ts';
import { SignIn } from '../../../parts/sign-in.tsx';
import { Unavailable } from '../../../parts/unavailable.tsx';
import { takeFormOutcome } from '../../../server/cookies.ts';
import { readAccount } from '../../../shop/account.ts';
import { listOwnOrders, type Order } from '../../../shop/orders.ts';

export const metadata: Metadata = { title: 'Your orders', robots: { index: false } };

const PATH = '/account/orders';

interface Props {
  searchParams: Promise<{ cursor?: string | string[] }>;
}

/** The orders of whoever is signed in, newest first. */
export default async function OrdersPage({ searchParams }: Props) {
  const outcome = takeFormOutcome();
  const cursor = [(await searchParams).cursor].flat()[0];
  const [account, page] = await Promise.all([readAccount(), listOwnOrders(cursor)]);
  if (!account) return <SignIn outcome={outcome} next={PATH} why="Your orders are in your account." />;
  if ('status' in account) return <Unavailable down={account} what="Your orders" retry={PATH} />;
  if (page && 'status' in page) return <Unavailable down={page} what="Your orders" retry={PATH} />;
  const { items, nextCursor } = page ?? { items: [], nextCursor: null };
  return (
    <div className="mx-auto max-w-2xl">
      <Breadcrumbs
        crumbs={[
          { name: 'Your account', path: '/account' },
          { name: 'Orders', path: PATH },
        ]}
      />
      <h1 className="mb-6 text-3xl">Your orders</h1>
      {!account.emailVerified && (
        <div className="mb-6">
          <Note tone="info" title="Something missing?">
            What you ordered without signing in is here once you have{' '}
            <a href="/account" className="link">
              confirmed your address
            </a>
            .
          </Note>
        </div>
      )}
      {items.length === 0 ? (
        <p className="text-soft">
          Nothing yet.{' '}
          <a href="/categories" className="link">
            Look around
          </a>
        </p>
      ) : (
        <ul aria-label="Orders" className="divide-y divide-line border-line border-y">
          {items.map(order => (
            <OrderItem key={order.id} order={order} />
          ))}
        </ul>
      )}
      {nextCursor !== null && (
        <a href={`${PATH}?cursor=${encodeURIComponent(nextCursor)}`} rel="next" className="button button-quiet mt-6">
          Earlier orders
        </a>
      )}
    </div>
  );
}

function OrderItem({ order }: { order: Order }) {
  const { id, number, placedAt, lines, totals } = order;
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return (
    <li>
      <a href={`/orders/${id}`} className="flex items-baseline gap-4 rounded-lg py-4 hover:bg-hover">
        <span className="min-w-0 flex-1">
          <span className="block font-medium">
            {number} <span className="font-normal text-faint">· {statusName(order)}</span>
          </span>
          <span className="block truncate text-faint text-md">
            <LocalTime at={placedAt} /> · {units === 1 ? lines[0]?.title : `${units} things`}
          </span>
        </span>
        <span className="tabular-nums">{formatMoney(totals.total)}</span>
      </a>
    </li>
  );
}
