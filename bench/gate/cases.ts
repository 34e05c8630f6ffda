/** A change of the project's contracts, as text: what stands in a file, and what is to stand there. */
export interface SeededChange {
  name: string;
  file: string;
  edits: readonly (readonly [from: string, to: string])[];
  /** How much `info.version` is raised with it. */
  raise: 'major' | 'minor' | 'patch';
  /** What the gate must say: the id of the finding, and a text of the line that it points at. */
  finding?: { id: string; line: string };
}

const orders = 'contracts/openapi/orders.yaml';
const shipping = 'contracts/openapi/shipping.yaml';
const [orderEvents, parcelEvents, productEvents] = ['orders', 'shipping', 'catalog'].map(
  name => `contracts/asyncapi/${name}.yaml`,
) as [string, string, string];

const country = '          example: US\n';

/** Five of REST and five of events, each of which breaks somebody, with the major version that it needs. */
export const breakingChanges: readonly SeededChange[] = [
  {
    name: 'an operation moves to another path',
    file: orders,
    edits: [['  /orders/{orderId}:', '  /order/{orderId}:']],
    raise: 'major',
    finding: { id: 'operation-removed', line: 'get:' },
  },
  {
    name: 'a field of an answer is no longer always there',
    file: orders,
    edits: [
      [
        'required: [id, number, status, email, lines, totals, shipments',
        'required: [id, number, status, lines, totals, shipments',
      ],
    ],
    raise: 'major',
    finding: { id: 'response-property-became-optional', line: 'required: [id, number, status' },
  },
  {
    name: 'a field of an answer has another type',
    file: shipping,
    edits: [['properties: { min: { type: integer }, max', 'properties: { min: { type: string }, max']],
    raise: 'major',
    finding: { id: 'response-property-type-changed', line: 'days:' },
  },
  {
    name: 'a parameter must be sent that nobody sends',
    file: shipping,
    edits: [
      [
        country,
        `${country}        - { name: grams, in: query, required: true, schema: { type: integer }, example: 1 }\n`,
      ],
    ],
    raise: 'major',
    finding: { id: 'new-required-request-parameter', line: 'name: grams' },
  },
  {
    name: 'a parameter takes less',
    file: orders,
    edits: [['schema: { type: string, maxLength: 254 }', 'schema: { type: string, maxLength: 100 }']],
    raise: 'major',
    finding: { id: 'request-parameter-max-length-decreased', line: 'maxLength: ' },
  },
  {
    name: 'a required field of an event is renamed',
    file: parcelEvents,
    edits: [
      [
        'required: [shipmentId, orderId, orderNumber, carrier, trackingNumber, email',
        'required: [shipmentId, orderId, orderNumber, carrier, trackingCode, email',
      ],
      [
        '        trackingNumber: { type: string }\n        trackingUrl',
        '        trackingCode: { type: string }\n        trackingUrl',
      ],
    ],
    raise: 'major',
    finding: { id: 'message-payload-required-property-removed', line: 'trackingNumber: { type: string }' },
  },
  {
    name: 'a topic moves',
    file: orderEvents,
    edits: [
      ['address: orders.order.v1', 'address: orders.order.v2'],
      ['topic: orders.order.v1', 'topic: orders.order.v2'],
    ],
    raise: 'major',
    finding: { id: 'channel-address-changed', line: 'address: orders.order' },
  },
  {
    name: 'a field of an event has another type',
    file: orderEvents,
    edits: [['        number: { type: string }', '        number: { type: integer }']],
    raise: 'major',
    finding: { id: 'message-payload-type-changed', line: 'number: { type:' },
  },
  {
    name: 'an event loses a value that old messages have (the channel promises BACKWARD)',
    file: productEvents,
    edits: [['enum: [draft, active, archived]', 'enum: [active, archived]']],
    raise: 'major',
    finding: { id: 'message-payload-enum-value-removed', line: 'active, archived' },
  },
  {
    name: 'an event is no longer sent',
    file: orderEvents,
    edits: [["      OrderRefunded: { $ref: '#/components/messages/OrderRefunded' }\n", '']],
    raise: 'major',
    finding: { id: 'message-removed', line: 'OrderRefunded:' },
  },
];

/** Ten that break nobody, with the version that they need. */
export const harmlessChanges: readonly SeededChange[] = [
  {
    name: 'a summary',
    file: orders,
    edits: [
      ['summary: One order with its parcels and timeline', 'summary: One order, with its parcels and its timeline'],
    ],
    raise: 'patch',
  },
  {
    name: 'a field that may be in an answer',
    file: orders,
    edits: [
      [
        '        cancelReason: { type: string }\n',
        '        cancelReason: { type: string }\n        giftNote: { type: string }\n',
      ],
    ],
    raise: 'minor',
  },
  {
    name: 'a parameter that may be sent',
    file: shipping,
    edits: [[country, `${country}        - { name: grams, in: query, schema: { type: integer }, example: 1 }\n`]],
    raise: 'minor',
  },
  {
    name: 'a parameter takes more',
    file: orders,
    edits: [['schema: { type: string, maxLength: 254 }', 'schema: { type: string, maxLength: 300 }']],
    raise: 'minor',
  },
  {
    name: 'a response that is described more precisely',
    file: shipping,
    edits: [['properties: { min: { type: integer }, max', 'properties: { min: { type: integer, minimum: 0 }, max']],
    raise: 'patch',
  },
  {
    name: 'a field that may be in an event',
    file: parcelEvents,
    edits: [
      [
        '        trackingUrl: { type: string, format: uri }\n',
        '        trackingUrl: { type: string, format: uri }\n        depot: { type: string }\n',
      ],
    ],
    raise: 'minor',
  },
  {
    name: 'a summary of an event',
    file: orderEvents,
    edits: [['summary: The order may be fulfilled.', 'summary: The order is paid, and may be fulfilled.']],
    raise: 'patch',
  },
  {
    name: 'required fields in another order',
    file: orderEvents,
    edits: [
      ['required: [orderId, number, total, lines, placedAt]', 'required: [placedAt, lines, total, number, orderId]'],
    ],
    raise: 'patch',
  },
  {
    name: 'another example of an event',
    file: orderEvents,
    edits: [['title: Bananas, quantity: 2', 'title: Apples, quantity: 3']],
    raise: 'patch',
  },
  {
    name: 'the same in other words',
    file: orderEvents,
    edits: [['        number: { type: string }', '        number: { allOf: [{ type: string }] }']],
    raise: 'patch',
  },
];
