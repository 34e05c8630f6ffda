import { ProblemError } from 'covenant/runtime/problem';
import { createStationsClient } from './generated/stations/client.js';

const client = createStationsClient({ baseUrl: process.env.STATIONS_URL ?? 'http://localhost:3000' });

const path = { stationId: 'oslo' };
await client.addReading({ path, body: { celsius: -3.5, windKnots: 12, measuredAt: '2026-11-30T06:00:00Z' } });
const latest = await client.listReadings({ path, query: { limit: 1 } });
if (latest.status === 200) console.log('latest', JSON.stringify(latest.body));

const unknown = await client.listReadings({ path: { stationId: 'atlantis' } });
console.log('unknown', unknown.status);

try {
  await client.addReading({ path, body: { celsius: -273, measuredAt: 'yesterday' } });
} catch (error) {
  if (error instanceof ProblemError) console.log('refused', error.errors?.map(({ path: at }) => at).join(' '));
  else throw error;
}
