import { messages } from '../messages/messages.ts';
import { ProblemNote } from './problem-note.tsx';

interface FindOrderProps {
  /** Why the last try failed. */
  problem?: string | undefined;
}

/** Opens an order by its number and e-mail address: a plain form. */
export function FindOrder({ problem }: FindOrderProps) {
  const words = messages().order.find;
  return (
    <form action="/orders/find" method="post" className="mx-auto grid max-w-md gap-4 text-left">
      <ProblemNote problems={words.problems} name={problem} />
      <div>
        <label htmlFor="number" className="mb-1 block font-medium text-md">
          {words.number}
        </label>
        <input
          id="number"
          name="number"
          required
          maxLength={40}
          autoComplete="off"
          placeholder={words.example}
          className="field"
        />
      </div>
      <div>
        <label htmlFor="email" className="mb-1 block font-medium text-md">
          {words.email}
        </label>
        <input id="email" name="email" type="email" required maxLength={254} autoComplete="email" className="field" />
      </div>
      <button type="submit" className="button">
        {words.submit}
      </button>
    </form>
  );
}
