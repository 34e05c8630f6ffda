import './account.css';
import { Button } from '@mui/material';
import { useNotify } from 'react-admin';
import { Section } from '../../kit/components/Section.tsx';

/** Recovery codes, which are shown this once. */
export function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose(): void }) {
  const notify = useNotify();
  const copy = async () => {
    await navigator.clipboard.writeText(codes.join('\n'));
    notify('The codes are copied.');
  };
  return (
    <Section title="Your recovery codes">
      <div className="account-form">
        <p>
          Keep these where you find them without your phone, such as a password manager or on paper. Each one works
          once, in place of a code of the app. <strong>They are not shown again.</strong>
        </p>
        <ul className="recovery-codes mono" aria-label="Recovery codes">
          {codes.map(code => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <div className="account-actions">
          <Button variant="contained" onClick={onClose}>
            I have kept them
          </Button>
          <Button onClick={copy}>Copy</Button>
        </div>
      </div>
    </Section>
  );
}
