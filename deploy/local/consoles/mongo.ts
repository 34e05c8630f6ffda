import repl from 'node:repl';
import { MongoClient } from 'mongodb';

/** JavaScript with `db`, the catalog's database, at hand: `await db.collection('products').findOne()`. */
export async function mongoConsole(url: string, database = 'catalog'): Promise<void> {
  const client = await MongoClient.connect(url);
  const session = repl.start({ prompt: `${database}> ` });
  Object.assign(session.context, { client, db: client.db(database) });
  await new Promise(resolve => session.once('exit', resolve));
  await client.close();
}
