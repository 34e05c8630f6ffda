import { formatMoney, type Money } from '../money.ts';

/** An amount of money; nothing there is a dash. */
export function MoneyText({ value, strong }: { value: Money | undefined | null; strong?: boolean }) {
  if (!value) return <span className="faint nothing">–</span>;
  return (
    <span className="numeric" style={strong ? { fontWeight: 600 } : undefined}>
      {formatMoney(value)}
    </span>
  );
}
