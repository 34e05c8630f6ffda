import type { Metadata } from 'next';
import { firstName } from '../../../../look/first-name.ts';
import { Live } from '../../../client/live.tsx';
import { LocalTime } from '../../../client/local-time.tsx';
import { arrivalOf } from '../../../messages/format.ts';
import { messages } from '../../../messages/messages.ts';
import { fill, fillNodes } from '../../../messages/text.ts';
import { CancelOrder } from '../../../parts/cancel-order.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { FindOrder } from '../../../parts/find-order.tsx';
import { Note } from '../../../parts/notice.tsx';
import { OrderActions } from '../../../parts/order-actions.tsx';
import { OrderDetails } from '../../../parts/order-details.tsx';
import { cancellationOf, headlineOf } from '../../../parts/order-status.ts';
import { Timeline } from '../../../parts/timeline.tsx';
import { Unavailable } from '../../../parts/unavailable.tsx';
import { clearCartCount } from '../../../server/cookies.ts';
import { shop } from '../../../shop/about.ts';
import { type Checkout, findCheckout } from '../../../shop/checkout.ts';
import { readOrderToken, readPurchase } from '../../../shop/cookie-state.ts';
import { type KnownPaymentStatus, knownPaymentStatus } from '../../../shop/known-payment-status.ts';
import { findOrder, findOwnOrder, type Order } from '../../../shop/orders.ts';
import { shippingMethods } from '../../../shop/shipping.ts';

export const generateMetadata = (): Metadata => ({
  title: messages().order.title,
  robots: { index: false },
});

const POLL_MS = 4_000;
/** Who has just bought is thanked, however fast the parcel leaves. */
const JUST_BOUGHT_MS = 3_600_000;
const isFinal = ({ status }: Order): boolean => ['delivered', 'cancelled', 'refunded'].includes(status);

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ notice?: string | string[] }>;
}

export default async function OrderPage({ params, searchParams }: Props) {
  const { id } = await params;
  const words = messages().order;
  const { notice } = await searchParams;
  const key = readOrderToken(id);
  const order = (key && (await findOrder(id, key.token))) ?? (await findOwnOrder(id));
  if (!order) {
    return (
      <Empty title={words.closed} actions={[]}>
        <p className="mb-8">
          {fillNodes(words.closedText, {
            account: (
              <a href="/account/orders" className="link">
                {words.closedAccount}
              </a>
            ),
          })}
        </p>
        <FindOrder />
      </Empty>
    );
  }
  if (!('number' in order)) {
    return (
      <Unavailable down={order} what="order" retry={`/orders/${id}`}>
        {words.reassurance}
      </Unavailable>
    );
  }
  const payment = order.status === 'pending' && key ? await paymentOf(key.checkoutId, key.token) : undefined;
  const known = knownPaymentStatus(payment, Date.now());
  const isOwnPurchase = readPurchase()?.orderId === id;
  const isPaid = ['paid', 'shipped', 'delivered'].includes(order.status) || known === 'authorized';
  if (isOwnPurchase && isPaid) clearCartCount();
  const isJustBought = isOwnPurchase && isPaid && Date.now() - Date.parse(order.placedAt) < JUST_BOUGHT_MS;
  return (
    <div className="mx-auto max-w-2xl">
      <p className="text-faint text-md">
        <span className="hidden print:inline">
          {shop.name} · {words.receipt} ·{' '}
        </span>
        {fill(words.number, { number: order.number })}
        <span className="hidden print:inline">
          {' '}
          · <LocalTime at={order.placedAt} />
        </span>
      </p>
      <h1 className="mt-1 text-3xl" aria-live="polite">
        {isJustBought ? fill(words.thanks, { name: firstName(order.shippingAddress.name) }) : headlineOf(order, known)}
      </h1>
      {isJustBought && (
        <p className="mt-2 text-soft">
          {fillNodes(words.confirmation, {
            email: <span className="[overflow-wrap:anywhere]">{order.email}</span>,
          })}
        </p>
      )}
      <div className="mt-6 grid gap-3 empty:hidden print:hidden">
        {notice === 'not-cancelled' && order.status === 'pending' && (
          <Note tone="critical" title={words.notice.notCancelled}>
            {words.notice.notCancelledText}
          </Note>
        )}
        <OrderNotice order={order} known={known} paymentUrl={payment?.redirectUrl} />
      </div>
      <Timeline order={order} arrival={await arrivalFor(order)} />
      <OrderDetails order={order} />
      <OrderActions id={id} />
      {!isFinal(order) && <Live tags={[`order:${id}`]} everyMs={POLL_MS} />}
    </div>
  );
}

/** When the parcel of an order is expected, by its shipping method; undefined where that is not known. */
async function arrivalFor({ shippingAddress, shippingMethod, placedAt }: Order): Promise<string | undefined> {
  const methods = await shippingMethods(shippingAddress.country);
  const days = 'status' in methods ? undefined : methods.find(({ id }) => id === shippingMethod)?.days;
  return days && arrivalOf(days, placedAt);
}

/** The payment of the checkout that made the order; undefined where it cannot be read. The provider is asked. */
async function paymentOf(checkoutId: string | undefined, token: string): Promise<Checkout['payment'] | undefined> {
  const checkout = checkoutId === undefined ? undefined : await findCheckout(checkoutId, token);
  return checkout && 'payment' in checkout ? checkout.payment : undefined;
}

/** What the shopper can do now. */
function OrderNotice({
  order,
  known,
  paymentUrl,
}: {
  order: Order;
  known: KnownPaymentStatus;
  paymentUrl: string | undefined;
}) {
  const { cancellation, notice: words } = messages().order;
  if (order.status === 'cancelled') {
    const { title, text, wasPaid } = cancellationOf(order);
    return (
      <Note tone="caution" title={title}>
        {text}{' '}
        {!wasPaid &&
          fillNodes(cancellation.tryAgain, {
            cart: (
              <a className="link font-medium" href="/cart">
                {cancellation.tryAgainCart}
              </a>
            ),
          })}
      </Note>
    );
  }
  if (order.status === 'refunded')
    return (
      <Note tone="info" title={words.refunded}>
        {words.refundedText}
      </Note>
    );
  if (order.status !== 'pending') return null;
  if (known === 'authorized') return <Note tone="info" title={words.authorized} />;
  if (known === 'unknown')
    return (
      <Note tone="info" title={words.unknown}>
        {words.unknownText}
      </Note>
    );
  return (
    <Note tone="info" title={words.unpaid}>
      {paymentUrl ? (
        <>
          <p>{words.unpaidText}</p>
          <div className="mt-2 flex flex-wrap items-baseline gap-x-5 gap-y-1">
            <a className="link font-medium" href={paymentUrl}>
              {words.pay}
            </a>
            <a className="link" href="/cart">
              {words.cart}
            </a>
            <CancelOrder id={order.id} number={order.number} />
          </div>
        </>
      ) : (
        words.justPaid
      )}
    </Note>
  );
}
