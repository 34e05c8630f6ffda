import type { Export } from '../../kit/resource/export-url.ts';

/** Orders as a file, one row an order. */
export const orderExport: Export = { path: '/admin/order-export', filters: ['q', 'statuses', 'tag', 'from', 'to'] };
