import './sign-in.css';
import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { setSession } from '../api/session.ts';
import { Logo } from './Logo.tsx';
import { SignInForm } from './SignInForm.tsx';

/** The path before the redirect to the sign-in page. */
function cameFrom(state: unknown): string {
  if (typeof state !== 'object' || state === null || !('nextPathname' in state)) return '/';
  const search = 'nextSearch' in state && typeof state.nextSearch === 'string' ? state.nextSearch : '';
  return typeof state.nextPathname === 'string' ? state.nextPathname + search : '/';
}

export function SignInPage() {
  const navigate = useNavigate();
  const { state } = useLocation();
  useEffect(() => {
    document.title = 'Sign in · Covenant';
  }, []);
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <Logo size={36} />
        <h1>Sign in to your console</h1>
        <SignInForm
          onSignedIn={session => {
            setSession(session);
            navigate(cameFrom(state), { replace: true });
          }}
        />
      </div>
    </main>
  );
}
