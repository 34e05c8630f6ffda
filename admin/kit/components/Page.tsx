import './page.css';
import ArrowBack from '@mui/icons-material/ArrowBack';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'react-router';

export interface PageProps {
  title: string;
  /** Beside the title: a status, a count. */
  beside?: ReactNode;
  /** Under the title: a sentence, when it happened. */
  subtitle?: ReactNode;
  /** Buttons, the main one last. */
  actions?: ReactNode;
  /** Target of the back arrow. */
  back?: { to: string; label: string };
  /** `wide` fills the window (lists), `normal` is for one record with a sidebar, `narrow` for a form. */
  width?: 'wide' | 'normal' | 'narrow';
  children: ReactNode;
}

/** A page with its title and actions. It sets the title of the browser tab too. */
export function Page({ title, beside, subtitle, actions, back, width = 'normal', children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Covenant`;
  }, [title]);
  return (
    <div className={`page page-${width}`}>
      <header className="page-head">
        {back && (
          <Link className="page-back" to={back.to} aria-label={`Back to ${back.label}`} title={`Back to ${back.label}`}>
            <ArrowBack fontSize="inherit" />
          </Link>
        )}
        <div className="page-title">
          <div className="page-name">
            <h1>{title}</h1>
            {beside}
          </div>
          {subtitle && <p className="soft">{subtitle}</p>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A main column and a sidebar (below it on a phone). */
export function Columns({ main, side }: { main: ReactNode; side: ReactNode }) {
  return (
    <div className="columns">
      <div className="column">{main}</div>
      <aside className="column" aria-label="More about it">
        {side}
      </aside>
    </div>
  );
}
