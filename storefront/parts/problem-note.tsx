import { ownProperty } from '../shop/own-property.ts';
import { Note } from './notice.tsx';

/** What a page says of the problems that its URL can name. */
export type Problems = Readonly<Record<string, { title: string; text: string }>>;

/** Why the last try failed; nothing where the URL names no problem of the page. */
export function ProblemNote({ problems, name = '' }: { problems: Problems; name?: string | undefined }) {
  const problem = ownProperty(problems, name);
  return (
    problem && (
      <Note tone="critical" title={problem.title}>
        {problem.text}
      </Note>
    )
  );
}
