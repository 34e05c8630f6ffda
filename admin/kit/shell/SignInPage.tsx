import { useLocation, useNavigate } from 'react-router';
import { setSession } from '../api/session.ts';
import { SignInCard } from './SignInCard.tsx';
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
  return (
    <SignInCard title="Sign in" heading="Sign in to your console">
      <SignInForm
        onSignedIn={session => {
          setSession(session);
          navigate(cameFrom(state), { replace: true });
        }}
      />
    </SignInCard>
  );
}
