/** A service in one line, for a newcomer. */
export interface Part {
  name: string;
  does: string;
  /** Its database. */
  store: string | undefined;
}

/** The services by purpose, in the order of an order's workflow. */
export const parts: readonly { title: string; parts: readonly Part[] }[] = [
  {
    title: 'Browse',
    parts: [
      { name: 'catalog', does: 'Products, categories, prices and pictures.', store: 'MongoDB, object storage' },
      { name: 'search', does: 'Finds products, and forgives typing errors.', store: 'Elasticsearch' },
    ],
  },
  {
    title: 'Buy',
    parts: [
      { name: 'cart', does: 'What a shopper is about to buy.', store: 'Redis' },
      { name: 'checkout', does: 'Turns a cart into an order: prices, stock, payment.', store: 'PostgreSQL' },
      { name: 'orders', does: 'What was bought, and how far it has come.', store: 'PostgreSQL' },
      { name: 'payments', does: 'Charges and gives back, through the payment provider.', store: 'PostgreSQL' },
    ],
  },
  {
    title: 'Deliver',
    parts: [
      { name: 'inventory', does: 'How much is where, and what is promised to whom.', store: 'PostgreSQL' },
      { name: 'shipping', does: 'Parcels, labels and tracking.', store: 'PostgreSQL' },
      { name: 'notifications', does: 'E-mails and text messages to shoppers.', store: 'PostgreSQL' },
    ],
  },
  {
    title: 'Know',
    parts: [
      { name: 'identity', does: 'Who is signed in, and in which role.', store: 'PostgreSQL' },
      { name: 'audit', does: 'Who changed what, and when.', store: 'PostgreSQL' },
      { name: 'registry', does: 'Every contract, by version.', store: 'PostgreSQL' },
    ],
  },
];

/** Parts in front of the services, drawn separately. */
export const before = ['edge', 'gateway'];

export interface Health {
  name: string;
  ready: boolean;
}

/** Services that report health but are missing in this drawing. */
export function unknownParts(services: readonly Health[]): Health[] {
  const known = new Set([...before, ...parts.flatMap(group => group.parts.map(({ name }) => name))]);
  return services.filter(({ name }) => !known.has(name));
}

/**
 * How the whole is, in a sentence.
 * @param stalled what waits too long, in words
 */
export function healthSentence(services: readonly Health[], stalled: readonly string[] = []): string {
  const all = services.length;
  const down = services.filter(({ ready }) => !ready).map(({ name }) => name);
  if (all === 0) return 'No service has reported its health.';
  if (down.length === 0 && stalled.length > 0) return `Work does not move on. ${stalled.join('; ')}.`;
  if (down.length === 0)
    return all === 1 ? 'The one service is ready.' : `All ${all} services are ready, and work flows.`;
  const ready = all - down.length;
  const others = ready === 0 ? '' : `; ${ready} of ${all} ${ready === 1 ? 'is' : 'are'}`;
  return `${named(down)} ${down.length === 1 ? 'is' : 'are'} not ready${others}.`;
}

/** `cart`, `cart and search`, `cart, orders and search` */
function named(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
