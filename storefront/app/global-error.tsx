'use client';
import './globals.css';
import PageError from './error.tsx';
import { inter } from './inter.ts';

/** The same for an error of the layout, without the layout. */
export default function ShopError() {
  return (
    <html lang="en" className={inter.variable}>
      <head>
        <title>Something went wrong</title>
        <meta name="color-scheme" content="light dark" />
      </head>
      <body>
        <main className="px-4">
          <PageError />
        </main>
      </body>
    </html>
  );
}
