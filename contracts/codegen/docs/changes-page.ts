import { type Change, severities } from '../diff/change.ts';
import { type Html, html, type Part } from './html.ts';

/** What changed between two revisions in one contract. */
export interface ContractChanges {
  contract: string;
  before: string | undefined;
  after: string | undefined;
  changes: readonly Change[];
}

/** All that changed from one revision to the next. */
export interface Release {
  from: string;
  to: string;
  contracts: readonly ContractChanges[];
}

/** The changelog: newest first; in each contract by version, what breaks somebody before the rest. */
export function changesContent(releases: readonly Release[]): Html {
  return html`<h1>Changes</h1>
${releases.map(({ from, to, contracts }) => {
  const changed = contracts.filter(({ changes }) => changes.length > 0);
  return html`<section><h2>${from} to ${to}</h2>
${changed.length === 0 && html`<p>Nothing changed in the contracts.</p>`}
${changed.map(contractPart)}</section>`;
})}`;
}

function contractPart({ contract, before, after, changes }: ContractChanges): Part {
  const versions =
    before === undefined ? `new, ${after ?? ''}` : after === undefined ? `${before}, removed` : `${before} to ${after}`;
  return html`<h3>${contract}: ${versions}</h3>
${severities.map(severity => {
  const own = changes.filter(change => change.severity === severity);
  return (
    own.length > 0 &&
    html`<p class="severity ${severity}">${severity}</p><ul>${own.map(({ message, at }) => html`<li>${message}${at.length > 0 && html` <span class="where">${at.join(', ')}</span>`}</li>`)}</ul>`
  );
})}`;
}
