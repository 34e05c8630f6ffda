import './sign-in.css';
import { type ReactNode, Suspense, useEffect } from 'react';
import { PageSkeleton } from '../components/PageSkeleton.tsx';
import { Logo } from './Logo.tsx';

/** The page of somebody who is not signed in: a card with a heading. `title` is that of the browser tab. */
export function SignInCard({ title, heading, children }: { title: string; heading: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Covenant`;
  }, [title]);
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <Logo size={36} />
        <h1>{heading}</h1>
        <Suspense fallback={<PageSkeleton />}>{children}</Suspense>
      </div>
    </main>
  );
}
