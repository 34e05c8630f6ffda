import type { ReactNode } from 'react';

/** A page, or a part of one, without content: the reason, and links to go on. */
export function Empty({
  title,
  children,
  actions,
}: {
  title: string;
  children: ReactNode;
  actions: readonly { name: string; path: string }[];
}) {
  return (
    <section className="mx-auto max-w-lg py-16 text-center sm:py-24">
      <h1 className="text-2xl">{title}</h1>
      <div className="mt-3 text-soft">{children}</div>
      <div className="mt-8 flex flex-wrap justify-center gap-3">
        {actions.map(({ name, path }, at) => (
          <a key={path} href={path} className={at === 0 ? 'button' : 'button button-quiet'}>
            {name}
          </a>
        ))}
      </div>
    </section>
  );
}
