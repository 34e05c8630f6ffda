import './globals.css';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { CartDrawer } from '../client/cart-drawer.tsx';
import { CartStatus } from '../client/cart-status.tsx';
import { MessagesProvider } from '../client/messages.tsx';
import { Offline } from '../client/offline.tsx';
import { SubmissionGuard } from '../client/submission-guard.tsx';
import { language, locale } from '../messages/language.ts';
import { messages } from '../messages/messages.ts';
import { Footer } from '../parts/footer.tsx';
import { Header } from '../parts/header.tsx';
import { publicUrl, shop } from '../shop/about.ts';
import { currentContext } from '../shop/request-context.ts';
import { inter } from './inter.ts';

/** Every page is rendered for its request: its response headers depend on what it read. */
export const dynamic = 'force-dynamic';

export function generateMetadata(): Metadata {
  const { claim, description } = messages().shop;
  return {
    metadataBase: new URL(publicUrl()),
    title: { default: `${shop.name} — ${claim}`, template: `%s — ${shop.name}` },
    description,
    openGraph: { siteName: shop.name, type: 'website', locale: locale().replace('-', '_') },
    formatDetection: { telephone: false, address: false, email: false },
  };
}

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f9f9fb' },
    { media: '(prefers-color-scheme: dark)', color: '#101115' },
  ],
};

const speculationRules = JSON.stringify({
  prefetch: [
    { where: { or: [{ href_matches: '/products/*' }, { href_matches: '/categories/*' }] }, eagerness: 'moderate' },
  ],
});

/** Prefetches the page of a link that is about to be followed (HTML, speculation rules). */
function SpeculationRules() {
  return (
    <script
      type="speculationrules"
      nonce={currentContext().nonce}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant
      dangerouslySetInnerHTML={{ __html: speculationRules }}
    />
  );
}

export default function Layout({ children }: { children: ReactNode }) {
  const { browser, shop: words } = messages();
  return (
    <html lang={language()} className={inter.variable}>
      <body className="flex min-h-dvh flex-col">
        <a
          href="#main"
          className="sr-only z-50 rounded-lg bg-raised px-4 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          {words.skip}
        </a>
        <MessagesProvider messages={{ ...browser, locale: locale() }}>
          <Header />
          <main
            id="main"
            tabIndex={-1}
            className="mx-auto w-full max-w-7xl flex-1 px-4 pt-6 pb-20 outline-none sm:px-6 lg:px-8"
          >
            {children}
          </main>
          <Footer />
          <CartDrawer />
          <CartStatus />
          <Offline />
        </MessagesProvider>
        <SubmissionGuard />
        <SpeculationRules />
      </body>
    </html>
  );
}
