import { beforeEach, expect, test } from '@jest/globals';
import { createApiFetch } from './api-fetch.ts';
import { setSession } from './session.ts';

const session = {
  userId: 'p-1',
  email: 'p1@example.com',
  name: 'Person 1',
  kind: 'staff' as const,
  roles: ['admin'],
  expiresAt: '2099-01-01T00:00:00Z',
};
const problem = (status: number, code?: string) =>
  new Response(JSON.stringify({ type: 'about:blank', title: 'Refused', status, code }), { status });

beforeEach(() => setSession(session));

/** A console whose server answers in turn; what it was sent, and what was asked for. */
function consoleWith(answers: Response[], signsIn = true) {
  const sent: { key: string | null; body: string }[] = [];
  const asked: string[] = [];
  const fetch = createApiFetch(
    async request => {
      sent.push({ key: request.headers.get('idempotency-key'), body: await request.text() });
      return answers.shift() ?? new Response('{}');
    },
    async reason => {
      asked.push(reason);
      return signsIn;
    },
  );
  const send = (path: string) =>
    fetch(
      new Request(`http://console.example${path}`, {
        method: 'POST',
        body: '{"amount":100}',
        headers: { 'idempotency-key': 'one-intention' },
      }),
    );
  return { send, sent, asked };
}

const same = { key: 'one-intention', body: '{"amount":100}' };

test('what needs the password again asks for it, and repeats the request under its key', async () => {
  const { send, sent, asked } = consoleWith([problem(403, 'reauthentication_required')]);
  expect((await send('/api/admin/payments/p/refunds')).status).toBe(200);
  expect(asked).toEqual(['reauthentication']);
  expect(sent).toEqual([same, same]);
});

test('nothing is repeated where the password is not given', async () => {
  const { send, sent } = consoleWith([problem(403, 'reauthentication_required')], false);
  const answer = await send('/api/admin/payments/p/refunds');
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({ code: 'reauthentication_required' });
  expect(sent).toHaveLength(1);
});

test('a session that is over asks for a sign-in, and another refusal for nothing', async () => {
  const over = consoleWith([problem(401)]);
  expect((await over.send('/api/admin/staff')).status).toBe(200);
  expect(over.asked).toEqual(['expired']);
  const forbidden = consoleWith([problem(403)]);
  expect((await forbidden.send('/api/admin/staff')).status).toBe(403);
  const signIn = consoleWith([problem(401)]);
  expect((await signIn.send('/api/auth/sign-in')).status).toBe(401);
  expect([...forbidden.asked, ...signIn.asked]).toEqual([]);
});
