import type { Export } from '../../kit/resource/export-url.ts';

/** Products as a file that can be changed and imported again. */
export const productExport: Export = {
  path: '/admin/product-export',
  filters: ['q', 'status', 'category', 'stock', 'attribute', 'import'],
};
