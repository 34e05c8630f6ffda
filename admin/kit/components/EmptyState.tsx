import './empty-state.css';
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  title: string;
  children?: ReactNode;
  /** What to do about it. */
  action?: ReactNode;
  icon?: ReactNode;
}

/** An empty state: what is missing, and what to do about it. */
export function EmptyState({ title, children, action, icon }: EmptyStateProps) {
  return (
    <div className="empty-state">
      {icon && (
        <div className="empty-state-icon" aria-hidden="true">
          {icon}
        </div>
      )}
      <p className="empty-state-title">{title}</p>
      {children && <div className="soft">{children}</div>}
      {action && <div className="empty-state-action">{action}</div>}
    </div>
  );
}
