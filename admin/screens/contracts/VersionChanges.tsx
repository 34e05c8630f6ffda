import { MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router';
import type { ContractKind } from '../../../generated/registry/types.ts';
import { DateText } from '../../kit/components/DateText.tsx';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { ScrollTable } from '../../kit/components/ScrollTable.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { ChangeList } from './ChangeList.tsx';
import { useVersions } from './use-contracts.ts';
import { useComparison } from './use-registry.ts';
import { byNumber } from './version-order.ts';

interface ContractName {
  kind: ContractKind;
  name: string;
}

/** The versions of a contract, and what changed between any two of them. */
export function VersionChanges({ kind, name }: ContractName) {
  const read = useVersions(kind, name);
  return (
    <QueryContent query={read} height={320}>
      {versions => <Compared kind={kind} name={name} versions={[...versions].sort(byNumber)} />}
    </QueryContent>
  );
}

type Version = NonNullable<ReturnType<typeof useVersions>['data']>[number];

function Compared({ kind, name, versions }: ContractName & { versions: readonly Version[] }) {
  const numbers = versions.map(({ version }) => version);
  const [to = numbers[0] ?? '', setTo] = useState<string>();
  const [from = numbers[1] ?? to, setFrom] = useState<string>();
  return (
    <>
      <Section title="What changed">
        {numbers.length < 2 ? (
          <EmptyState title="There is one version so far">With the next one, what changed is shown here.</EmptyState>
        ) : (
          <>
            <div className="changes-pick">
              <Pick label="From" value={from} numbers={numbers} onPick={setFrom} />
              <Pick label="To" value={to} numbers={numbers} onPick={setTo} />
            </div>
            {from === to ? (
              <p className="soft">These are the same version.</p>
            ) : (
              <Comparison kind={kind} name={name} from={from} to={to} />
            )}
          </>
        )}
      </Section>
      <Section title="Versions" flush>
        <ScrollTable label="Versions">
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">Published</th>
              <th scope="col">By</th>
              <th scope="col">Revision</th>
            </tr>
          </thead>
          <tbody>
            {versions.map(({ version, publishedAt, publishedBy, gitRevision }, index) => (
              <tr key={version}>
                <th scope="row" className="numeric">
                  <Link to={`?version=${encodeURIComponent(version)}`}>{version}</Link>
                  {index === 0 && <span className="soft"> (latest)</span>}
                </th>
                <td>
                  <DateText value={publishedAt} />
                </td>
                <td>{publishedBy ?? '–'}</td>
                <td>
                  <code>{gitRevision?.slice(0, 9) ?? '–'}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      </Section>
    </>
  );
}

function Comparison({ kind, name, from, to }: ContractName & { from: string; to: string }) {
  return (
    <QueryContent query={useComparison(kind, name, from, to)} height={200}>
      {comparison => <ChangeList comparison={comparison} />}
    </QueryContent>
  );
}

interface PickProps {
  label: string;
  value: string;
  numbers: readonly string[];
  onPick(number: string): void;
}

function Pick({ label, value, numbers, onPick }: PickProps) {
  return (
    <TextField select label={label} value={value} onChange={event => onPick(event.target.value)}>
      {numbers.map((number, index) => (
        <MenuItem key={number} value={number}>
          {number}
          {index === 0 && ' (latest)'}
        </MenuItem>
      ))}
    </TextField>
  );
}
