import './refund.css';
import Add from '@mui/icons-material/Add';
import Remove from '@mui/icons-material/Remove';
import { IconButton } from '@mui/material';
import { formatMoney } from '../../kit/money.ts';
import type { RefundableLine, RefundChoice } from './refund.ts';

interface RefundLinesProps {
  lines: readonly RefundableLine[];
  /** What can still be refunded of the shipping, minor units. */
  shippingLeft: number;
  currency: string;
  choice: RefundChoice;
  onChange(choice: RefundChoice): void;
}

/** How many units of each line are refunded, and whether the shipping is. */
export function RefundLines({ lines, shippingLeft, currency, choice, onChange }: RefundLinesProps) {
  const units = (sku: string) => choice.units[sku] ?? 0;
  return (
    <ul className="refund-lines">
      {lines.map(({ sku, title, unitPrice, left, refunded }) => (
        <li key={sku}>
          <span className="refund-title">
            <span>{title}</span>
            <span className="faint">
              {formatMoney(unitPrice)}
              {refunded > 0 && `, ${refunded} refunded`}
            </span>
          </span>
          <Stepper
            label={title}
            value={units(sku)}
            most={left}
            onChange={quantity => onChange({ ...choice, units: { ...choice.units, [sku]: quantity } })}
          />
        </li>
      ))}
      {shippingLeft > 0 && (
        <li>
          <span className="refund-title">
            <span>Shipping</span>
            <span className="faint">{formatMoney({ amount: shippingLeft, currency })}</span>
          </span>
          <Stepper
            label="Shipping"
            value={choice.shipping ? 1 : 0}
            most={1}
            onChange={quantity => onChange({ ...choice, shipping: quantity > 0 })}
          />
        </li>
      )}
    </ul>
  );
}

interface StepperProps {
  label: string;
  value: number;
  most: number;
  onChange(value: number): void;
}

function Stepper({ label, value, most, onChange }: StepperProps) {
  const type = (text: string) => onChange(Math.min(most, Number(text.replace(/\D/g, '').slice(0, 7))));
  return (
    <span className="refund-stepper">
      <IconButton aria-label={`One less of ${label}`} disabled={value === 0} onClick={() => onChange(value - 1)}>
        <Remove fontSize="small" />
      </IconButton>
      <input
        className="numeric"
        aria-label={`Units of ${label} to refund`}
        inputMode="numeric"
        autoComplete="off"
        disabled={most === 0}
        value={value}
        onChange={event => type(event.target.value)}
        onFocus={event => event.target.select()}
      />
      <span className="faint numeric">/ {most}</span>
      <IconButton aria-label={`One more of ${label}`} disabled={value >= most} onClick={() => onChange(value + 1)}>
        <Add fontSize="small" />
      </IconButton>
    </span>
  );
}
