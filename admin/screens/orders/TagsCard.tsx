import type { Order } from '../../../generated/orders/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { Section } from '../../kit/components/Section.tsx';
import { changeTags } from './change-tags.ts';
import { TagInput } from './TagInput.tsx';

/** The tags of an order; each change is saved at once. */
export function TagsCard({ order: { id, tags = [] } }: { order: Order }) {
  const { can } = useAccess();
  const { busy, mutate } = useApiMutation();
  const change = (next: readonly string[]) => {
    const add = next.filter(tag => !tags.includes(tag));
    const remove = tags.filter(tag => !next.includes(tag));
    void mutate({ intent: ['changeOrderTags', id, next], run: () => changeTags([id], { add, remove }) });
  };
  return (
    <Section title="Tags">
      <TagInput label="Tags of this order" value={tags} onChange={change} disabled={busy || !can('changeOrderTags')} />
      <p className="faint tags-hint">Only staff sees them.</p>
    </Section>
  );
}
