import './contracts.css';
import './insight.css';
import { MenuItem, TextField } from '@mui/material';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import type { ContractDocument, ContractKind } from '../../../generated/registry/types.ts';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { Page } from '../../kit/components/Page.tsx';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { useView, ViewTabs } from '../../kit/components/ViewTabs.tsx';
import { ContactLink } from './ContactLink.tsx';
import { ContractDocs } from './ContractDocs.tsx';
import { Download } from './Download.tsx';
import { Draft } from './Draft.tsx';
import { Use } from './Use.tsx';
import { useContract, useContracts, useVersions } from './use-contracts.ts';
import { VersionChanges } from './VersionChanges.tsx';

/** A contract's documentation: `/contracts/openapi~orders/show?version=1.0.0#getOrder`. */
export default function ContractPage() {
  const { id = '' } = useParams();
  const [kind, name] = id.split('~');
  if ((kind !== 'openapi' && kind !== 'asyncapi') || !name)
    return (
      <Page title="Contract" back={back}>
        <Section>
          <EmptyState title="There is no such contract">{id}</EmptyState>
        </Section>
      </Page>
    );
  return <Shown key={id} kind={kind} name={name} />;
}

const back = { to: '/contracts', label: 'contracts' };
const kinds: Readonly<Record<ContractKind, string>> = { openapi: 'REST API', asyncapi: 'Events' };

function Shown({ kind, name }: { kind: ContractKind; name: string }) {
  const [parameters] = useSearchParams();
  const view = useView(['docs', 'changes', 'use', 'draft']);
  const read = useContract(kind, name, parameters.get('version') ?? 'latest');
  const contract = read.data;
  return (
    <Page
      title={contract?.title ?? name}
      beside={<StatusChip status={kinds[kind]} tone={kind === 'openapi' ? 'info' : 'positive'} />}
      subtitle={contract && <Subtitle contract={contract} />}
      back={back}
      width="wide"
      actions={contract && <Download document={contract.document} name={`${kind}-${name}-${contract.version}`} />}
    >
      <ViewTabs label="This contract" views={views} current={view} />
      {view === 'docs' && (
        <QueryContent query={read} height={480}>
          {({ document, version }) => (
            <ContractDocs
              key={version}
              kind={kind}
              name={name}
              document={document}
              side={<Side kind={kind} name={name} version={version} />}
            />
          )}
        </QueryContent>
      )}
      {view === 'changes' && <VersionChanges kind={kind} name={name} />}
      {view === 'use' && <Use kind={kind} name={name} />}
      {view === 'draft' && <Draft kind={kind} name={name} />}
    </Page>
  );
}

const views = [
  { name: 'docs', label: 'Documentation' },
  { name: 'changes', label: 'Versions and changes' },
  { name: 'use', label: 'Who uses it' },
  { name: 'draft', label: 'Try a draft' },
];

function Subtitle({ contract }: { contract: ContractDocument }) {
  return (
    <>
      {contract.owner && <>owned by {contract.owner} · </>}
      {contract.contact && (
        <>
          ask <ContactLink contact={contract.contact} /> ·{' '}
        </>
      )}
      published {new Date(contract.publishedAt).toLocaleDateString(undefined, { dateStyle: 'medium' })}
      {contract.publishedBy && <> by {contract.publishedBy}</>} · SHA-256{' '}
      <code title={contract.sha256}>{contract.sha256.slice(0, 10)}</code>
    </>
  );
}

/** The version, and the other contract of the same service. */
function Side({ kind, name, version }: { kind: ContractKind; name: string; version: string }) {
  const versions = useVersions(kind, name).data ?? [];
  const other = kind === 'openapi' ? 'asyncapi' : 'openapi';
  const contracts = useContracts().data;
  const hasOther = contracts?.some(contract => contract.kind === other && contract.name === name);
  // The registry's latest is the highest version, not the last one published.
  const latest = contracts?.find(contract => contract.kind === kind && contract.name === name)?.version;
  const navigate = useNavigate();
  return (
    <div className="docs-version">
      <TextField
        select
        label="Version"
        value={version}
        onChange={event => navigate(`?version=${encodeURIComponent(event.target.value)}`)}
      >
        {[...new Set([version, ...versions.map(each => each.version)])].map(each => (
          <MenuItem key={each} value={each}>
            {each}
            {each === latest && ' (latest)'}
          </MenuItem>
        ))}
      </TextField>
      {hasOther && (
        <Link to={`/contracts/${other}~${name}/show`}>Its {kinds[other] === 'Events' ? 'events' : 'REST API'}</Link>
      )}
    </div>
  );
}
