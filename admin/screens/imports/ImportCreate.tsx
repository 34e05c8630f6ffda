import './imports.css';
import { Button, MenuItem, TextField } from '@mui/material';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Encoding, Import } from '../../../generated/catalog/types.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { useLocations } from '../../kit/api/use-locations.ts';
import { Page } from '../../kit/components/Page.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { FileChoice } from './FileChoice.tsx';
import { ImportResult } from './ImportResult.tsx';
import { useImport } from './use-import.ts';

const currencies = ['USD', 'EUR', 'GBP', 'CHF', 'CAD', 'AUD', 'JPY', 'SEK', 'NOK', 'DKK', 'PLN'];
const NOWHERE = '';

/** What a file leaves open and the merchant says. */
interface Settings {
  currency: string;
  location: string;
  encoding?: Encoding;
}

/** Imports a file of products: a dry run first, then the import. */
export default function ImportCreate() {
  const navigate = useNavigate();
  const { busy, mutate } = useApiMutation();
  const [file, setFile] = useState<File>();
  const [currency, setCurrency] = useState('USD');
  const [location, setLocation] = useState(NOWHERE);
  const [encoding, setEncoding] = useState<Encoding>();
  const [checkId, setCheckId] = useState<string>();
  const [refusal, setRefusal] = useState<string>();
  /** Which file or setting was sent last: what comes of the ones before it is not shown. */
  const sent = useRef(0);
  const check = useImport(checkId);
  const locations = useLocations();

  /** Sends a file; undefined where it was refused, or another was sent meanwhile. */
  async function send(dryRun: boolean, given: File, settings: Settings): Promise<Import | undefined> {
    sent.current += 1;
    const own = sent.current;
    const query = {
      dryRun,
      fileName: given.name.slice(-200),
      currency: settings.currency,
      ...(settings.location && { location: settings.location }),
      ...(settings.encoding && { encoding: settings.encoding }),
    };
    setRefusal(undefined);
    const bytes = new Uint8Array(await given.arrayBuffer());
    const made = await mutate({
      intent: ['createImport', query, given.size, given.lastModified],
      run: key => bodyOf(api.catalog.createImport({ body: bytes, query, headers: { 'idempotency-key': key } })),
      onFailure: message => own === sent.current && setRefusal(message),
    });
    return own === sent.current ? made?.result : undefined;
  }
  /** Starts a dry run of a file that has anything in it. */
  async function look(given: File, settings: Settings): Promise<void> {
    setFile(given);
    setEncoding(settings.encoding);
    setCheckId(undefined);
    if (given.size === 0) {
      sent.current += 1;
      setRefusal('This file is empty.');
      return;
    }
    const made = await send(true, given, settings);
    if (made) setCheckId(made.id);
  }
  function again(change: Partial<Settings>): void {
    const settings = { currency, location, ...(encoding && { encoding }), ...change };
    setCurrency(settings.currency);
    setLocation(settings.location);
    if (file) void look(file, settings);
  }
  async function start(): Promise<void> {
    const made = file && (await send(false, file, { currency, location, ...(encoding && { encoding }) }));
    if (made) navigate(`/imports/${made.id}/show`);
  }
  const job = check.data;
  const willDo = job?.status === 'done' ? job.created + job.updated + (job.stock?.changed ?? 0) : 0;
  const mustChoose = job?.readings !== undefined;
  return (
    <Page title="Import products" width="narrow" back={{ to: '/imports', label: 'Imports' }}>
      <Section>
        <div className="import-form">
          <FileChoice file={file} refusal={refusal} onFile={given => void look(given, { currency, location })} />
          <div className="import-settings">
            <TextField
              select
              label="Prices are in"
              value={currency}
              onChange={event => again({ currency: event.target.value })}
              helperText="Where the file does not say"
            >
              {currencies.map(code => (
                <MenuItem key={code} value={code}>
                  {code}
                </MenuItem>
              ))}
            </TextField>
            <TextField
              select
              label="Stock lies at"
              value={location}
              onChange={event => again({ location: event.target.value })}
              helperText="For files of Shopify, which do not say"
              slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
            >
              <MenuItem value={NOWHERE}>Leave stock alone</MenuItem>
              {locations.data?.map(({ id, name }) => (
                <MenuItem key={id} value={id}>
                  {name}
                </MenuItem>
              ))}
            </TextField>
          </div>
        </div>
      </Section>
      {file && (busy || checkId !== undefined) && (
        <Section
          title="What the file would do"
          actions={
            <Button variant="contained" disabled={busy || willDo === 0 || mustChoose} onClick={() => void start()}>
              {job?.status === 'done' && willDo === 0 ? 'Nothing to import' : 'Import'}
            </Button>
          }
        >
          {job?.readings && <Readings readings={job.readings} onChoose={chosen => again({ encoding: chosen })} />}
          {job ? <ImportResult job={job} /> : <p className="soft">Sending {file.name}…</p>}
        </Section>
      )}
    </Page>
  );
}

/** How the letters of the file read in the encodings that it may be in: the merchant knows which is right. */
function Readings({
  readings,
  onChoose,
}: {
  readings: NonNullable<Import['readings']>;
  onChoose(encoding: Encoding): void;
}) {
  return (
    <TextField
      select
      fullWidth
      label="How does it read right?"
      value=""
      onChange={event => {
        const chosen = readings.find(({ encoding }) => encoding === event.target.value);
        if (chosen) onChoose(chosen.encoding);
      }}
      helperText="The file does not say how its letters are written. Choose before it is imported."
    >
      {readings.map(({ encoding, sample }) => (
        <MenuItem key={encoding} value={encoding}>
          {sample}
          <span className="faint">&nbsp;· {encoding}</span>
        </MenuItem>
      ))}
    </TextField>
  );
}
