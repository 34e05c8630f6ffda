import { useSessionState } from '../../kit/api/session.ts';
import { Page } from '../../kit/components/Page.tsx';
import { OwnPassword } from './OwnPassword.tsx';
import { OwnSessions } from './OwnSessions.tsx';
import { SecondFactor } from './SecondFactor.tsx';

/** What the signed-in person does about their own account. */
export default function AccountPage() {
  const { session } = useSessionState();
  return (
    <Page title="Your account" width="narrow" subtitle={session && `${session.name}, ${session.email}`}>
      <OwnPassword />
      <SecondFactor />
      <OwnSessions />
    </Page>
  );
}
