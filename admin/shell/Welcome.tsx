import { Link } from 'react-router';
import { Page } from '../look/Page.tsx';
import { Section } from '../look/Section.tsx';
import { useRoles } from '../provider/roles.ts';
import { useSessionState } from '../provider/session.ts';
import { menuFor } from './menu.tsx';

/** The first page: where to go. */
export default function Welcome() {
  const { session } = useSessionState();
  const { roles } = useRoles();
  return (
    <Page title={`Good to see you, ${session?.name.split(' ')[0] ?? ''}`}>
      {menuFor(roles)
        .filter(({ label }) => label)
        .map(({ label, entries }) => (
          <Section key={label} title={label ?? ''}>
            {entries.map(entry => (
              <p key={entry.to}>
                <Link to={entry.to}>{entry.label}</Link>
              </p>
            ))}
          </Section>
        ))}
    </Page>
  );
}
