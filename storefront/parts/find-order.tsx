import { ProblemNote, type Problems } from './problem-note.tsx';

interface FindOrderProps {
  /** Why the last try failed. */
  problem?: string | undefined;
}

const problems: Problems = {
  none: {
    title: 'There is no order with this number and this e-mail address.',
    text: 'The number is in the subject of the confirmation, such as C-10042. The address is the one that got it.',
  },
  down: { title: 'Orders cannot be looked up right now.', text: 'Please try again in a minute.' },
};

/** Opens an order by its number and e-mail address: a plain form. */
export function FindOrder({ problem }: FindOrderProps) {
  return (
    <form action="/orders/find" method="post" className="mx-auto grid max-w-md gap-4 text-left">
      <ProblemNote problems={problems} name={problem} />
      <div>
        <label htmlFor="number" className="mb-1 block font-medium text-md">
          Order number
        </label>
        <input
          id="number"
          name="number"
          required
          maxLength={40}
          autoComplete="off"
          placeholder="C-10042"
          className="field"
        />
      </div>
      <div>
        <label htmlFor="email" className="mb-1 block font-medium text-md">
          E-mail of the order
        </label>
        <input id="email" name="email" type="email" required maxLength={254} autoComplete="email" className="field" />
      </div>
      <button type="submit" className="button">
        Open the order
      </button>
    </form>
  );
}
