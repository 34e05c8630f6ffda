import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

/** A page of a list, newest first (https://docs.stripe.com/api/pagination). */
export interface Page {
  limit: number;
  startingAfter: string | undefined;
  endingBefore: string | undefined;
  /** Members of the record that must have these values. */
  where: Readonly<Record<string, string | undefined>>;
  created: { readonly gt?: number; readonly gte?: number; readonly lt?: number; readonly lte?: number };
}

/** What a record is found by, besides its id. */
export interface Keys {
  intentId?: string | null;
  chargeId?: string | null;
  /** When time changes it, in seconds. */
  dueAt?: number | null;
}

const comparisons = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;
const columns: Readonly<Record<string, string>> = { intentId: 'intent_id', chargeId: 'charge_id' };

/** The records of one kind. */
export class Records<Item extends { id: string }> {
  readonly #database: DatabaseSync;
  readonly #kind: string;
  readonly #keysOf: (item: Item) => Keys;
  readonly #get: StatementSync;
  readonly #put: StatementSync;

  constructor(database: DatabaseSync, kind: string, keysOf: (item: Item) => Keys) {
    this.#database = database;
    this.#kind = kind;
    this.#keysOf = keysOf;
    this.#get = database.prepare('SELECT body FROM records WHERE id = ? AND kind = ?');
    this.#put = database.prepare(
      `INSERT INTO records (id, kind, intent_id, charge_id, due_at, body) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET intent_id = excluded.intent_id, charge_id = excluded.charge_id, due_at = excluded.due_at, body = excluded.body`,
    );
  }

  get(id: string): Item | undefined {
    const row = this.#get.get(id, this.#kind);
    return row && this.#read(row);
  }

  put(item: Item): void {
    const { intentId = null, chargeId = null, dueAt = null } = this.#keysOf(item);
    this.#put.run(item.id, this.#kind, intentId, chargeId, dueAt, JSON.stringify(item));
  }

  list(page: Page): { items: Item[]; hasMore: boolean } {
    const conditions = ['kind = ?'];
    const values: SQLInputValue[] = [this.#kind];
    for (const [member, value] of Object.entries(page.where)) {
      if (value === undefined) continue;
      conditions.push(`${columns[member] ?? `json_extract(body, '$.${member}')`} = ?`);
      values.push(value);
    }
    for (const name of ['gt', 'gte', 'lt', 'lte'] as const) {
      const bound = page.created[name];
      if (bound === undefined) continue;
      conditions.push(`json_extract(body, '$.created') ${comparisons[name]} ?`);
      values.push(bound);
    }
    const backwards = page.endingBefore !== undefined;
    const cursor = page.endingBefore ?? page.startingAfter;
    if (cursor !== undefined) {
      conditions.push(`seq ${backwards ? '>' : '<'} (SELECT seq FROM records WHERE id = ?)`);
      values.push(cursor);
    }
    const rows = this.#database
      .prepare(
        `SELECT body FROM records WHERE ${conditions.join(' AND ')} ORDER BY seq ${backwards ? 'ASC' : 'DESC'} LIMIT ?`,
      )
      .all(...values, page.limit + 1);
    const items = rows.slice(0, page.limit).map(row => this.#read(row));
    return { items: backwards ? items.reverse() : items, hasMore: rows.length > page.limit };
  }

  #read(row: Record<string, unknown>): Item {
    return JSON.parse(String(row.body)) as Item;
  }
}
