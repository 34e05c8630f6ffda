import type { Metadata } from 'next';
import { messages } from '../messages/messages.ts';
import { Empty } from '../parts/empty.tsx';

export const generateMetadata = (): Metadata => ({ title: messages().shop.notFound.name });

export default function NotFound() {
  const { home, lookAroundCategories, notFound: words } = messages().shop;
  return (
    <Empty
      title={words.title}
      actions={[
        { name: lookAroundCategories, path: '/categories' },
        { name: home, path: '/' },
      ]}
    >
      <p>{words.text}</p>
    </Empty>
  );
}
