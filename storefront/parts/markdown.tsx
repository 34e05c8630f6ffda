import type { ReactNode } from 'react';

type Block = { kind: 'title' | 'heading' | 'paragraph'; text: string } | { kind: 'list'; items: readonly string[] };

/** The blocks of a Markdown text: headings, lists and paragraphs (storefront/content/README.md). */
export function blocksOf(markdown: string): Block[] {
  const parts = markdown.replaceAll('\r\n', '\n').split(/\n\s*\n/);
  return parts.flatMap((part): Block[] => {
    const text = part.trim();
    if (text === '') return [];
    if (text.startsWith('# ')) return [{ kind: 'title', text: text.slice(2) }];
    if (text.startsWith('## ')) return [{ kind: 'heading', text: text.slice(3) }];
    if (text.startsWith('- ')) return [{ kind: 'list', items: text.slice(2).split(/\n- /) }];
    return [{ kind: 'paragraph', text }];
  });
}

/** Links may lead into the shop, to other sites over HTTPS, and to mail programs and phones. */
const isSafe = (href: string): boolean => /^(\/(?!\/)|https:\/\/|mailto:|tel:)/.test(href);

/** Text with its **strong** words and [links](/path). */
function inline(text: string): ReactNode[] {
  return text.split(/(\*\*[^*]+\*\*|\[[^\]]+\]\([^)\s]+\))/).map((part, at) => {
    const [, name, href = ''] = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(part) ?? [];
    const strong = /^\*\*(.+)\*\*$/.exec(part)?.[1];
    const key = `${at}:${part}`;
    if (strong !== undefined) return <strong key={key}>{strong}</strong>;
    if (name === undefined || !isSafe(href)) return part;
    return (
      <a key={key} href={href} className="link">
        {name}
      </a>
    );
  });
}

/** A page of content. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="mx-auto max-w-prose">
      {blocksOf(text).map((block, at) => {
        const key = `${at}`;
        if (block.kind === 'list')
          return (
            <ul key={key} className="mb-4 list-disc pl-5 text-soft">
              {block.items.map(item => (
                <li key={item} className="mb-1">
                  {inline(item)}
                </li>
              ))}
            </ul>
          );
        if (block.kind === 'title')
          return (
            <h1 key={key} className="mb-6 text-3xl">
              {inline(block.text)}
            </h1>
          );
        if (block.kind === 'heading')
          return (
            <h2 key={key} className="mt-8 mb-3 text-xl">
              {inline(block.text)}
            </h2>
          );
        return (
          <p key={key} className="mb-4 text-soft">
            {inline(block.text)}
          </p>
        );
      })}
    </div>
  );
}
