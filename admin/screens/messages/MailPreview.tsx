import './message.css';
import { Button, Tab, Tabs } from '@mui/material';
import { useState } from 'react';
import type { Preview } from '../../../generated/notifications/types.ts';
import { darkMail } from './dark-mail.ts';

interface MailPreviewProps {
  preview: Preview;
  withSms?: boolean;
  /** `phone` where there is room for no other width; by default readers choose it. */
  width?: 'phone';
}

/** An e-mail as its reader sees it; links in it open nothing here. */
export function MailPreview({ preview, withSms, width }: MailPreviewProps) {
  const [shown, setShown] = useState<'html' | 'text' | 'sms'>('html');
  const [phone, setPhone] = useState(width === 'phone');
  const [dark, setDark] = useState(false);
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
      {shown === 'html' && (
        <>
          <div className="mail-view">
            {width === undefined && (
              <Button size="small" variant="text" aria-pressed={phone} onClick={() => setPhone(!phone)}>
                {phone ? '✓ ' : ''}Phone width
              </Button>
            )}
            <Button size="small" variant="text" aria-pressed={dark} onClick={() => setDark(!dark)}>
              {dark ? '✓ ' : ''}Dark
            </Button>
          </div>
          <iframe
            className="mail-frame"
            data-phone={phone || undefined}
            title="The e-mail"
            sandbox=""
            srcDoc={dark ? darkMail(preview.html) : preview.html}
          />
        </>
      )}
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
