import type { Metadata } from 'next';
import { LocalTime } from '../../../client/local-time.tsx';
import { formatMoney } from '../../../messages/format.ts';
import { counted, messages } from '../../../messages/messages.ts';
import { fillNodes } from '../../../messages/text.ts';
import { Breadcrumbs } from '../../../parts/breadcrumbs.tsx';
import { Note } from '../../../parts/notice.tsx';
import { statusName } from '../../../parts/order-status.ts';
import { SignIn } from '../../../parts/sign-in.tsx';
import { Unavailable } from '../../../parts/unavailable.tsx';
import { takeFormOutcome } from '../../../server/cookies.ts';
import { readAccount } from '../../../shop/account.ts';
import { listOwnOrders, type Order } from '../../../shop/orders.ts';

export const generateMetadata = (): Metadata => ({
  title: messages().order.list.title,
  robots: { index: false },
});

const PATH = '/account/orders';

interface Props {
  searchParams: Promise<{ cursor?: string | string[] }>;
}

/** The orders of whoever is signed in, newest first. */
export default async function OrdersPage({ searchParams }: Props) {
  const outcome = takeFormOutcome();
  const words = messages().order.list;
  const cursor = [(await searchParams).cursor].flat()[0];
  const [account, page] = await Promise.all([readAccount(), listOwnOrders(cursor)]);
  if (!account) return <SignIn outcome={outcome} next={PATH} why={words.signIn} />;
  if ('status' in account) return <Unavailable down={account} what="orders" retry={PATH} />;
  if (page && 'status' in page) return <Unavailable down={page} what="orders" retry={PATH} />;
  const { items, nextCursor } = page ?? { items: [], nextCursor: null };
  return (
    <div className="mx-auto max-w-2xl">
      <Breadcrumbs
        crumbs={[
          { name: words.account, path: '/account' },
          { name: words.crumb, path: PATH },
        ]}
      />
      <h1 className="mb-6 text-3xl">{words.title}</h1>
      {!account.emailVerified && (
        <div className="mb-6">
          <Note tone="info" title={words.missing}>
            {fillNodes(words.missingText, {
              confirmed: (
                <a href="/account" className="link">
                  {words.missingConfirmed}
                </a>
              ),
            })}
          </Note>
        </div>
      )}
      {items.length === 0 ? (
        <p className="text-soft">
          {words.none}{' '}
          <a href="/categories" className="link">
            {messages().shop.lookAround}
          </a>
        </p>
      ) : (
        <ul aria-label={words.crumb} className="divide-y divide-line border-line border-y">
          {items.map(order => (
            <OrderItem key={order.id} order={order} />
          ))}
        </ul>
      )}
      {nextCursor !== null && (
        <a href={`${PATH}?cursor=${encodeURIComponent(nextCursor)}`} rel="next" className="button button-quiet mt-6">
          {words.earlier}
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
            <LocalTime at={placedAt} /> · {units === 1 ? lines[0]?.title : counted(messages().order.list.things, units)}
          </span>
        </span>
        <span className="tabular-nums">{formatMoney(totals.total)}</span>
      </a>
    </li>
  );
}
