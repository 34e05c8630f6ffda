import { LocalTime } from '../client/local-time.tsx';
import { messages } from '../messages/messages.ts';
import { fill, fillNodes } from '../messages/text.ts';
import type { Order, TimelineEntry } from '../shop/orders.ts';

interface Step {
  name: string;
  at: string | undefined;
  note: string | undefined;
  /** The order was cancelled or refunded here. */
  isEnd?: boolean;
}

/** The progress of an order, from its timeline: the steps that happened, and the ones to come. */
export function stepsOf({ timeline, shipments, status }: Order): Step[] {
  const at = (...types: TimelineEntry['type'][]) => timeline.find(({ type }) => types.includes(type))?.at;
  const [parcel] = shipments;
  const tracking = parcel?.trackingNumber;
  const words = messages().order.progress;
  const steps: Step[] = [
    { name: words.ordered, at: at('placed'), note: undefined },
    { name: words.paid, at: at('paid'), note: undefined },
    { name: words.packed, at: at('shipped') ?? at('stock_allocated'), note: undefined },
    { name: words.onItsWay, at: at('in_transit') ?? at('shipped'), note: tracking },
    { name: words.delivered, at: at('delivered'), note: undefined },
  ];
  const ended = at('cancelled') ?? at('refunded');
  if (status !== 'cancelled' && status !== 'refunded') return steps;
  return [
    ...steps.filter(step => step.at !== undefined),
    { name: status === 'cancelled' ? words.cancelled : words.refunded, at: ended, note: undefined, isEnd: true },
  ];
}

/**
 * The progress of an order; a live region, as it moves while the page is open.
 * @param arrival when it is expected
 */
export function Timeline({ order, arrival }: { order: Order; arrival: string | undefined }) {
  const steps = stepsOf(order);
  const words = messages().order.progress;
  const next = steps.findIndex(({ at }) => at === undefined);
  const [parcel] = order.shipments;
  return (
    <section aria-label={words.label} className="mt-8 print:hidden rounded-xl bg-surface p-6 ring-1 ring-line">
      <ol aria-live="polite">
        {steps.map(({ name, at, note, isEnd = false }, index) => {
          const isDone = at !== undefined;
          return (
            <li
              key={name}
              aria-current={index === next ? 'step' : undefined}
              className="relative flex gap-4 pb-6 last:pb-0"
            >
              {index < steps.length - 1 && (
                <span
                  aria-hidden="true"
                  className={`absolute top-6 left-[0.6875rem] h-[calc(100%-1.5rem)] w-0.5 ${isDone && steps[index + 1]?.at && !steps[index + 1]?.isEnd ? 'bg-positive' : 'bg-line'}`}
                />
              )}
              <span
                aria-hidden="true"
                className={`grid size-6 shrink-0 place-items-center rounded-full text-xs ${isEnd ? 'bg-soft text-surface' : isDone ? 'bg-positive text-surface' : 'bg-surface ring-2 ring-line ring-inset'}`}
              >
                {isEnd ? '×' : isDone ? '✓' : ''}
              </span>
              <div className="-mt-px">
                <p className={isDone ? 'font-medium' : 'text-faint'}>
                  {name}
                  <span className="sr-only">{isDone ? words.done : index === next ? words.next : words.later}</span>
                </p>
                {name === words.delivered && !isDone && arrival && (
                  <p className="text-faint text-md">{fill(words.expected, { days: arrival })}</p>
                )}
                {at && <LocalTime at={at} className="text-faint text-md tabular-nums" />}
                {note && isDone && (
                  <p className="text-md">
                    {fillNodes(words.tracking, {
                      number: parcel?.trackingUrl ? (
                        <a href={parcel.trackingUrl} className="link tabular-nums" rel="noreferrer">
                          {note}
                        </a>
                      ) : (
                        <span className="tabular-nums">{note}</span>
                      ),
                    })}
                  </p>
                )}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
