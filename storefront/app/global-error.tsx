'use client';
import './globals.css';
import PageError from './error.tsx';
import { inter } from './inter.ts';

/** Even the frame around the pages broke: the same words, without it. */
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
