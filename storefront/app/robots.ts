import type { MetadataRoute } from 'next';
import { publicUrl } from '../shop/about.ts';

export const dynamic = 'force-dynamic';

export default function robots(): MetadataRoute.Robots {
  return {
    rules: { userAgent: '*', allow: '/', disallow: ['/account', '/cart', '/checkout', '/orders/', '/api/'] },
    sitemap: `${publicUrl()}/sitemap.xml`,
  };
}
