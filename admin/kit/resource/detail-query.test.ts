import { expect, test } from '@jest/globals';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { cachedRow, formQuery } from './detail-query.ts';

test('a row of a list is the placeholder of a record and never counts as the record', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: 2_000 } } });
  const row = { id: 'm1', status: 'sent' };
  // as react-admin's useGetList stores each row
  client.setQueryData(['messages', 'getOne', { id: 'm1', meta: undefined }], row);
  const record = { ...row, content: { subject: 'Thank you' } };
  const observer = new QueryObserver(client, {
    queryKey: ['messages', 'getOne', { id: 'm1', meta: formQuery.queryOptions.meta }],
    queryFn: async () => record,
    placeholderData: () => cachedRow(client, 'messages', 'm1'),
  });
  expect(observer.getCurrentResult()).toMatchObject({ data: row, isPlaceholderData: true });
  const read = new Promise(resolve => observer.subscribe(result => !result.isPlaceholderData && resolve(result.data)));
  expect(await read).toEqual(record);
  observer.destroy();
  client.clear();
});
