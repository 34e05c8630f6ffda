import pg from 'pg';

/** A new session in the database `url`. Throws when it cannot connect within 3 s. */
export async function pgSession(url: string, applicationName: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: 3_000,
    keepAlive: true,
  });
  client.on('error', () => {});
  await client.connect();
  return client;
}
