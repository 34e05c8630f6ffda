import './message.css';
import { Tab, Tabs } from '@mui/material';
import { useState } from 'react';
import type { Preview } from '../../../generated/notifications/types.ts';

/** An e-mail as its reader sees it; links in it open nothing here. */
export function MailPreview({ preview, withSms }: { preview: Preview; withSms?: boolean }) {
  const [shown, setShown] = useState<'html' | 'text' | 'sms'>('html');
  return (
    <div className="mail">
      <p className="mail-subject">
        <span className="faint">Subject</span> {preview.subject}
      </p>
      <Tabs value={shown} onChange={(_, next: 'html' | 'text' | 'sms') => setShown(next)} aria-label="How it is read">
        <Tab value="html" label="E-mail" />
        <Tab value="text" label="Plain text" />
        {withSms && <Tab value="sms" label="SMS" />}
      </Tabs>
      {shown === 'html' && <iframe className="mail-frame" title="The e-mail" sandbox="" srcDoc={preview.html} />}
      {shown === 'text' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard
        <pre className="mail-text" tabIndex={0}>
          {preview.text}
        </pre>
      )}
      {shown === 'sms' && <p className="message-bubble">{preview.sms}</p>}
    </div>
  );
}
