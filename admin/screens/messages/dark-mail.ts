/** An e-mail as a mail program in the dark shows it: its rules for dark colours hold whatever this browser prefers. */
export function darkMail(html: string): string {
  return html.replaceAll(/\(\s*prefers-color-scheme\s*:\s*dark\s*\)/gi, '(min-width: 0)');
}
