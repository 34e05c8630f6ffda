import type { Contact } from '../../../generated/registry/types.ts';

/** Whom to ask, with an address to ask at: mail before a page, for a page may be anything. */
export function ContactLink({ contact: { name, email, url } }: { contact: Contact }) {
  const href = email === undefined ? url : `mailto:${email}`;
  const label = name ?? email ?? url;
  if (href === undefined) return label;
  return (
    <a href={href} title={email ?? url} {...(email === undefined && { target: '_blank', rel: 'noreferrer' })}>
      {label}
    </a>
  );
}
