import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Contract } from '../../../generated/registry/types.ts';
import { mapLayout, nodeSize } from './map-layout.ts';
import { relations } from './relations.ts';

export interface ServiceMapProps {
  contracts: readonly Contract[];
  selected: string | undefined;
  onSelect(service: string): void;
}

/** The map of services: calls and event flows, with the selected service's edges highlighted. */
export function ServiceMap({ contracts, selected, onSelect }: ServiceMapProps) {
  const [pointed, setPointed] = useState<string>();
  const navigate = useNavigate();
  const { width, height, nodes, edges } = mapLayout([...new Set(contracts.map(({ name }) => name))], relations);
  const focus = pointed ?? selected;
  const ownerOf = (name: string) => contracts.find(contract => contract.name === name)?.owner ?? '';
  const near = new Set(edges.flatMap(({ from, to }) => (from === focus ? [to] : to === focus ? [from] : [])));
  return (
    <fieldset className="map-frame" aria-label="Map of the services; select one to see what it is joined with">
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: the fieldset names it; a title is a tooltip */}
      <svg className="map" viewBox={`0 0 ${width} ${height}`}>
        <defs>
          {(['call', 'event'] as const).map(kind => (
            <marker
              key={kind}
              id={`arrow-${kind}`}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto-start-reverse"
            >
              <path d="M0 0L8 4L0 8Z" className={`arrow-${kind}`} />
            </marker>
          ))}
        </defs>
        {edges.map(({ kind, from, to, path }) => {
          const state = focus === undefined ? '' : from === focus || to === focus ? 'edge-near' : 'edge-far';
          return (
            <path
              key={`${kind}${from}${to}`}
              d={path}
              className={`edge edge-${kind} ${state}`}
              markerEnd={state === 'edge-far' ? undefined : `url(#arrow-${kind})`}
            />
          );
        })}
        {nodes.map(({ name, x, y }) => (
          // biome-ignore lint/a11y/useSemanticElements: a button element cannot stand in an SVG
          <g
            key={name}
            role="button"
            tabIndex={0}
            aria-pressed={name === selected}
            transform={`translate(${x} ${y})`}
            className={`node ${name === selected ? 'node-selected' : focus !== undefined && name !== focus && !near.has(name) ? 'node-far' : ''}`}
            onClick={() => onSelect(name)}
            onDoubleClick={() => navigate(`/contracts/openapi~${name}/show`)}
            onPointerEnter={() => setPointed(name)}
            onPointerLeave={() => setPointed(undefined)}
            onFocus={() => setPointed(name)}
            onBlur={() => setPointed(undefined)}
            onKeyDown={event => {
              if (event.key !== 'Enter' && event.key !== ' ') return;
              event.preventDefault();
              onSelect(name);
            }}
          >
            <rect width={nodeSize.width} height={nodeSize.height} rx="8" />
            <text x="14" y="21" className="node-name">
              {name}
            </text>
            <text x="14" y="36" className="node-owner">
              {ownerOf(name)}
            </text>
          </g>
        ))}
      </svg>
    </fieldset>
  );
}
