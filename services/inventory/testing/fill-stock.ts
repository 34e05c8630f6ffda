const PART = 10_000;

/**
 * Fills an empty database of inventory: `count` skus at two locations, and their titles. `sql` runs a statement. 1 in
 * 500 is sold out, 1 in 50 is at ten or fewer. Words of all (`common`), of 1 in 10 (`tea`, `cheese`, … by the last
 * digit), of 20 in 100,000 (`quixotic`), of the first 7 and the last 3 in 10 (`classic`, `modern`). As many
 * reservations, a line each.
 */
export async function fillStock(sql: (statement: string) => Promise<unknown>, count: number): Promise<void> {
  const onHand = 'CASE WHEN n % 500 = 0 THEN 0 WHEN n % 50 = 0 THEN 7 ELSE 40 + n % 60 END';
  const id = `('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid`;
  // In parts: a statement of the service may not take long, however busy the machine is.
  for (let from = 0; from < count; from += PART) {
    const to = Math.min(count, from + PART) - 1;
    const skus = `(SELECT n, 'SKU-' || lpad(n::text, 6, '0') AS sku FROM generate_series(${from}, ${to}) n) product`;
    const places = `${skus}, (VALUES ('east'), ('west')) place (location)`;
    await sql(`INSERT INTO skus (sku, version) SELECT sku, 1 FROM ${skus}`);
    await sql(`INSERT INTO ledger (sku, location, delta, on_hand, reason)
      SELECT sku, location, ${onHand}, ${onHand}, 'count' FROM ${places} WHERE ${onHand} > 0`);
    await sql(`INSERT INTO levels (sku, location, on_hand) SELECT sku, location, ${onHand} FROM ${places}`);
    await sql(`INSERT INTO sku_words (sku, product_id, version, words) SELECT sku, ${id}, 1, array_to_tsvector(ARRAY[
        (ARRAY['tea', 'coffee', 'bread', 'cheese', 'apple', 'soap', 'lamp', 'chair', 'zinc', 'candle'])[1 + n % 10], 'common', 'batch' || n / 40,
        'word' || n % 97, CASE WHEN n < ${count * 0.7} THEN 'classic' ELSE 'modern' END, CASE WHEN n % 5000 = 17 THEN 'quixotic' ELSE 'plain' END,
        'brand', (n % 300)::text, '#' || lower(sku)]) FROM ${skus}`);
    await sql(`INSERT INTO reservations (id, status, fingerprint, expires_at, created_at)
      SELECT ${id}, (ARRAY['sold', 'sold', 'sold', 'released', 'expired', 'held'])[1 + n % 6], 'x', now() + interval '1 hour', now() - n * interval '1 minute'
      FROM ${skus}`);
    await sql(
      `INSERT INTO reservation_lines (reservation_id, sku, location, quantity) SELECT ${id}, sku, 'east', 1 FROM ${skus}`,
    );
  }
  for (const table of ['levels', 'sku_words', 'reservations', 'reservation_lines', 'ledger'])
    await sql(`VACUUM ANALYZE ${table}`);
}
