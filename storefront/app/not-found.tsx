import type { Metadata } from 'next';
import { Empty } from '../parts/empty.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <Empty
      title="This is not in the shop"
      actions={[
        { name: 'Look around the shelves', path: '/categories' },
        { name: 'Home', path: '/' },
      ]}
    >
      <p>It may have been renamed or taken off the shelf. Searching by name finds what is here today.</p>
    </Empty>
  );
}
