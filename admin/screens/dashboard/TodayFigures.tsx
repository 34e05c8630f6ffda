import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { Stat } from '../../kit/components/Stat.tsx';
import { formatMoney } from '../../kit/money.ts';
import type { Measure } from '../reports/report.ts';
import { type Figure, figuresOf } from './figures.ts';
import { comparedWith } from './periods.ts';
import { Sparkline } from './Sparkline.tsx';
import { useToday } from './use-today.ts';

/** Today so far against the same weekday until the same hour. */
export function TodayFigures() {
  return (
    <QueryContent query={useToday()} height={180} placeholder={<FiguresSkeleton />}>
      {({ now, orders, ordersBefore, carts, cartsBefore }) => {
        const figures = figuresOf({ orders, carts }, { orders: ordersBefore, carts: cartsBefore });
        const { currency } = figures;
        const money = (amount: number) => formatMoney({ amount, currency });
        const count = (value: number) => value.toLocaleString();
        const share = (value: number) =>
          value.toLocaleString(undefined, { style: 'percent', maximumFractionDigits: 1 });
        return (
          <section aria-labelledby="today">
            <p className="figures-note">
              <strong id="today">So far today</strong>{' '}
              <span className="soft">against {comparedWith(now)}; curves show the last 14 days</span>
            </p>
            <div className="figures">
              <FigureStat label="Sales" measure="sales" figure={figures.sales} format={money} />
              <FigureStat label="Paid orders" measure="orders" figure={figures.orders} format={count} />
              <FigureStat
                label="Conversion"
                measure="conversion"
                figure={figures.conversion}
                format={share}
                note={`${figures.carts.toLocaleString()} carts begun`}
              />
              <FigureStat label="Average order" measure="average" figure={figures.average} format={money} />
            </div>
          </section>
        );
      }}
    </QueryContent>
  );
}

/** Skeleton of the figures. */
function FiguresSkeleton() {
  return (
    <section aria-label="So far today">
      <p className="figures-note">
        <strong>So far today</strong>{' '}
        <span className="soft">against {comparedWith(new Date())}; curves show the last 14 days</span>
      </p>
      <div className="figures">
        {['Sales', 'Paid orders', 'Conversion', 'Average order'].map(label => (
          <Stat key={label} label={label} value={'\u00a0'}>
            <p className="stat-change">{'\u00a0'}</p>
            <div className="curve" />
          </Stat>
        ))}
      </div>
    </section>
  );
}

interface FigureStatProps {
  label: string;
  /** The figure's name in a report. */
  measure: Measure;
  figure: Figure;
  format(value: number): string;
  note?: string;
}

function FigureStat({ label, measure, figure, format, note }: FigureStatProps) {
  const { today, before, change, days } = figure;
  const text = (value: number | undefined) => (value === undefined ? '–' : format(value));
  const dayName = (date: string) =>
    new Date(`${date}T12:00`).toLocaleDateString(undefined, { weekday: 'short', day: 'numeric', month: 'short' });
  const past = change === undefined ? (before === 0 ? 'none then' : '') : `from ${text(before)}`;
  return (
    <Stat label={label} to={`/reports?measure=${measure}`} value={text(today)} change={change} against={past}>
      {change === undefined && (
        <p className="stat-change faint">{[past, note].filter(Boolean).join(' · ') || 'nothing to compare with'}</p>
      )}
      <Sparkline
        values={days.map(({ value }) => value ?? 0)}
        label={`${label} of the last ${days.length} days, today ${text(today)}`}
        title={index => `${dayName(days[index]?.date ?? '')}: ${text(days[index]?.value)}`}
      />
    </Stat>
  );
}
