'use client';
import './globals.css';
import { errorMessages } from '../messages/error-messages.ts';
import PageError from './error.tsx';
import { inter } from './inter.ts';

/** The same for an error of the layout, without the layout. */
export default function ShopError() {
  const { language, name } = errorMessages();
  return (
    <html lang={language} className={inter.variable}>
      <head>
        <title>{name}</title>
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
