import path from 'node:path';
import type { PortName } from './ports.ts';
import type { Place } from './servers/server.ts';

/** Where the password of the first admin is written, once, by identity. */
export const firstAdminFile = (state: string): string => path.join(state, 'first-admin.txt');
export const firstAdminEmail = 'admin@covenant.example';

/**
 * The public ports, which the edge listens on, and what is behind each: the apps reach the gateway on their own origin,
 * under `/api`.
 */
function edgeListeners({ ports }: Place): object[] {
  const origin = (name: 'gateway' | 'storefront' | 'admin'): string => `http://127.0.0.1:${ports[`${name}_origin`]}`;
  const gateway = { origin: origin('gateway') };
  const app = (name: 'storefront' | 'admin'): object => ({
    name,
    port: ports[name],
    routes: [
      { prefix: '/api', strip: true, ...gateway },
      { prefix: '/media', ...gateway },
      { prefix: '/', origin: origin(name), app: name === 'storefront' ? 'shop' : 'console' },
    ],
  });
  return [
    { name: 'gateway', port: ports.gateway, routes: [{ prefix: '/', ...gateway }] },
    app('storefront'),
    app('admin'),
  ];
}

/** Where the documentation of the contracts is written, which the gateway shows under `/docs`. */
export const docsFolder = (state: string): string => path.join(state, 'docs');

const unitLimits = { MAX_UNITS_PER_LINE: '50', MAX_UNITS_PER_ORDER: '300' };

/** The variables of one service or app; a variable of the same name in our own environment takes precedence. */
export const settings: Partial<Record<PortName, (place: Place) => Record<string, string>>> = {
  identity: place => ({
    AUTH_SECRET: place.secrets.authSecret,
    FIRST_ADMIN_EMAIL: firstAdminEmail,
    FIRST_ADMIN_PASSWORD_FILE: firstAdminFile(place.state),
  }),
  gateway: ({ ports, state }) => ({
    DOCS_FOLDER: docsFolder(state),
    STOREFRONT_ORIGINS: `http://localhost:${ports.storefront},http://127.0.0.1:${ports.storefront}`,
    CONSOLE_ORIGINS: `http://localhost:${ports.admin},http://127.0.0.1:${ports.admin}`,
    RATE_LIMIT_READS: '12000', // a minute and an address; on one's own machine everybody has the same address
    RATE_LIMIT_CHANGES: '6000',
    RATE_LIMIT_SIGN_INS: '300',
    RATE_LIMIT_CHECKOUTS: '3000',
    RATE_LIMIT_CARTS: '3000',
    TRUSTED_PROXIES: '127.0.0.1,::1', // the edge and the storefront
  }),
  edge: place => ({
    EDGE_LISTENERS: JSON.stringify(edgeListeners(place)),
    EDGE_CACHE_MEGABYTES: '128',
    EDGE_PURGER: 'local',
  }),
  cart: () => unitLimits,
  checkout: ({ ports }) => ({
    ...unitLimits,
    MAX_UNPAID_ORDERS: '20',
    MAX_UNPAID_ORDERS_PER_ADDRESS: '1000', // all of one's own machine
    UNPAID_STOCK_PERCENT: '50',
    STOREFRONT_URL: `http://localhost:${ports.storefront}`,
    // Beside this system's storefront the usual one, so that outside programs that know no other may name it.
    ALLOWED_RETURN_ORIGINS: [
      ...new Set([`http://127.0.0.1:${ports.storefront}`, 'http://127.0.0.1:3000', 'http://localhost:3000']),
    ].join(','),
  }),
  shipping: () => ({
    SHIP_FROM: 'Covenant Market, 12 Harbour Street, Baltimore, MD 21202, United States',
    CARRIER_TRANSIT_SECONDS: '20',
    CARRIER_DELIVERY_SECONDS: '60',
  }),
  notifications: ({ ports }) => ({
    SHOP_NAME: 'Covenant Market',
    MAIL_FROM: 'orders@covenant.example',
    STOREFRONT_URL: `http://localhost:${ports.storefront}`,
    CONSOLE_URL: `http://localhost:${ports.admin}`,
  }),
  storefront: ({ ports }) => ({
    PUBLIC_STOREFRONT_URL: `http://localhost:${ports.storefront}`,
    SHOP_LANGUAGE: 'en',
  }),
  admin: ({ ports }) => ({
    STOREFRONT_URL: `http://localhost:${ports.storefront}`,
    UPLOAD_ORIGINS: ['localhost', '127.0.0.1'].map(host => `http://${host}:${ports.s3}`).join(','),
  }),
};
