import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { type Health, type Part, parts, unknownParts } from './architecture.ts';

export interface DataFlowProps {
  health: readonly Health[];
  /** Number of dead letters. */
  dead: number;
  /** The edge's hit rate, `97%`. */
  cached: string | undefined;
}

/** The data flow from browsers to databases, with the readiness of each part. */
export function DataFlow({ health, dead, cached }: DataFlowProps) {
  const others = unknownParts(health).map(({ name }) => ({ name, does: 'New here.', store: undefined }));
  const groups = others.length > 0 ? [...parts, { title: 'More', parts: others }] : parts;
  return (
    <div className="flow">
      <div className="flow-row flow-people">
        <Box name="Shoppers" does="in their browsers" />
        <Box name="Merchants" does="in this console" />
      </div>
      <Arrow>ask for pages and data</Arrow>
      <Box
        name="edge"
        does="Keeps answers near people and serves them at once; events tell it what to forget."
        health={health}
        note={cached && `${cached} from the cache`}
      />
      <Arrow>what it does not have</Arrow>
      <div className="flow-row">
        <Box name="Storefront" does="The shop’s pages, made on the server." />
        <Box name="Console" does="These pages; they call the same API as the shop." />
      </div>
      <Arrow>call the API</Arrow>
      <Box
        name="gateway"
        does="The single way in: routes, sign-in, roles and limits, all from the contracts."
        isReady={health.length > 0}
      />
      <Arrow>calls that the contracts allow</Arrow>
      <div className="flow-services">
        {groups.map(({ title, parts: own }) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            {own.map(part => (
              <ServiceBox key={part.name} part={part} health={health} />
            ))}
          </section>
        ))}
      </div>
      <Arrow both>publish their own events, and listen to those of others</Arrow>
      <Box
        name="Kafka"
        does="Carries every event, in order for each order, product or parcel. Nothing is lost when a service is down: it reads on when it is back."
        note={dead > 0 ? `${dead.toLocaleString()} could not be handled` : 'none stuck'}
        isBus
      />
    </div>
  );
}

interface BoxProps {
  name: string;
  does: string;
  health?: readonly Health[];
  isReady?: boolean;
  note?: string | undefined;
  isBus?: boolean;
}

function Box({ name, does, health, isReady, note, isBus }: BoxProps) {
  const ready = health ? health.find(each => each.name === name)?.ready : isReady;
  return (
    <div className={isBus ? 'flow-box flow-bus' : 'flow-box'}>
      <p className="flow-name">
        <Ready ready={ready} />
        {name}
        {note && <span className="flow-note">{note}</span>}
      </p>
      <p className="soft">{does}</p>
    </div>
  );
}

function ServiceBox({ part: { name, does, store }, health }: { part: Part; health: readonly Health[] }) {
  return (
    <Link to={`/contracts/openapi~${name}/show`} className="flow-box flow-service">
      <span className="flow-name">
        <Ready ready={health.find(each => each.name === name)?.ready} />
        {name}
      </span>
      <span className="soft">{does}</span>
      {store && <span className="flow-store">{store}</span>}
    </Link>
  );
}

function Ready({ ready }: { ready: boolean | undefined }) {
  if (ready === undefined) return null;
  return (
    <span className={ready ? 'ready ready-yes' : 'ready ready-no'}>
      <span className="unseen">{ready ? 'ready: ' : 'not ready: '}</span>
    </span>
  );
}

function Arrow({ children, both }: { children: ReactNode; both?: boolean }) {
  return (
    <p className={both ? 'flow-arrow flow-arrow-both' : 'flow-arrow'}>
      <span>{children}</span>
    </p>
  );
}
