import type { MetadataRoute } from 'next';
import { language } from '../messages/language.ts';
import { messages } from '../messages/messages.ts';
import { shop } from '../shop/about.ts';

export const dynamic = 'force-dynamic';

export default function manifest(): MetadataRoute.Manifest {
  return {
    name: shop.name,
    lang: language(),
    short_name: 'Market',
    description: messages().shop.description,
    start_url: '/',
    display: 'standalone',
    background_color: '#f9f9fb',
    theme_color: '#f9f9fb',
    icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' }],
  };
}
