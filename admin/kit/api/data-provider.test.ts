import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import express from 'express';
import type { DataProvider } from 'react-admin';
import type { AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { ProblemError } from '../../../contracts/codegen/runtime/problem.ts';
import { problemHandler } from '../../../contracts/codegen/runtime/problem-handler.ts';
import { createAdminClients } from '../../../generated/admin/clients.ts';
import { createAdminCalls, resources } from '../../../generated/admin/resources.ts';
import { createIdentityRouter, type IdentityHandlers } from '../../../generated/identity/server.ts';
import type { Session, Staff } from '../../../generated/identity/types.ts';
import { createAuthProvider } from './auth-provider.ts';
import { CursorHistory } from './cursor-history.ts';
import { createDataProvider } from './data-provider.ts';
import { currentSession, setSession } from './session.ts';

/**
 * The identity service's own router, as generated, over a list of people: what the console says to it is checked as the
 * service would.
 */
const people: Staff[] = [];
const seen: string[] = [];
let isDown = false;

function person(number: number): Staff {
  return {
    id: `p-${number}`,
    email: `p${number}@example.com`,
    name: `Person ${number}`,
    roles: ['orders'],
    active: true,
    status: 'active',
    secondFactor: false,
    createdAt: '2026-11-22T10:00:00Z',
    version: 1,
  };
}

const session: Session = {
  userId: 'p-1',
  email: 'p1@example.com',
  name: 'Person 1',
  kind: 'staff',
  roles: ['orders'],
  expiresAt: '2099-01-01T00:00:00Z',
};
const elsewhere = (): never => {
  throw new ProblemError({ status: 501 });
};
const problem = (status: number, detail: string) => ({ type: 'about:blank', title: 'Refused', status, detail });

const handlers: IdentityHandlers<object> = {
  listStaff: async ({ query: { cursor, limit } }) => {
    if (isDown) throw new ProblemError({ status: 503 });
    seen.push(`list ${cursor ?? 'first'}`);
    const from = cursor === undefined ? 0 : Number(cursor.slice(1));
    const next = from + limit;
    return {
      status: 200,
      body: { items: people.slice(from, next), nextCursor: next < people.length ? `n${next}` : null },
    };
  },
  addStaff: async ({ body }) => {
    if (people.some(({ email }) => email === body.email))
      return { status: 409, body: problem(409, 'There is somebody with this address.') };
    const { password: _, ...plain } = body;
    const added: Staff = { ...person(people.length + 1), ...plain };
    people.push(added);
    return { status: 201, body: added };
  },
  changeStaff: async ({ path, body }) => {
    seen.push(`change ${JSON.stringify(body)}`);
    const found = people.find(({ id }) => id === path.staffId);
    if (!found) return { status: 404, body: problem(404, 'Nobody.') };
    if (body.version !== found.version)
      return { status: 409, body: { ...problem(409, 'Changed meanwhile.'), code: 'version_conflict' } };
    return { status: 200, body: Object.assign(found, body, { version: found.version + 1 }) };
  },
  signIn: async ({ body }) =>
    body.password === 'right'
      ? { status: 200, body: { ...session, kind: body.email.startsWith('p') ? 'staff' : 'shopper' } }
      : { status: 401, body: problem(401, 'No.') },
  signOut: async () => ({ status: 204 }),
  getSession: async () => ({ status: 401, body: problem(401, 'Nobody is signed in.') }),
  signUp: elsewhere,
  getKeys: elsewhere,
  readAccountLink: elsewhere,
  acceptInvitation: elsewhere,
  createLinkToken: elsewhere,
  sendInvitation: elsewhere,
  withdrawInvitation: elsewhere,
  requestPasswordReset: elsewhere,
  resetPassword: elsewhere,
  changeOwnPassword: elsewhere,
  listOwnSessions: elsewhere,
  endOtherSessions: elsewhere,
  endOwnSession: elsewhere,
  endStaffSessions: elsewhere,
  getSecondFactor: elsewhere,
  setUpSecondFactor: elsewhere,
  confirmSecondFactor: elsewhere,
  replaceRecoveryCodes: elsewhere,
  removeSecondFactor: elsewhere,
  resetSecondFactor: elsewhere,
  getAccount: elsewhere,
  changeAccount: elsewhere,
  changeAccountPassword: elsewhere,
  changeAccountEmail: elsewhere,
  sendEmailVerification: elsewhere,
  confirmAccountEmail: elsewhere,
  listAccountSessions: elsewhere,
  endOtherAccountSessions: elsewhere,
  endAccountSession: elsewhere,
  deleteAccount: elsewhere,
  exchangeSession: elsewhere,
};

let server: Server;
let data: DataProvider;
let clients: ReturnType<typeof createAdminClients>;

beforeAll(async () => {
  const granted = async () => 'granted' as const;
  const app = express();
  app.use(
    createIdentityRouter({
      handlers,
      security: { session: granted, service: granted },
      context: () => ({}),
      checkResponses: true,
    }),
  );
  app.use(problemHandler({ log: { error: () => {} } }));
  server = await new Promise<Server>(resolve => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  const { port }: AddressInfo = Object(server.address());
  clients = createAdminClients({ baseUrl: `http://127.0.0.1:${port}` });
});

beforeEach(() => {
  people.splice(0, people.length, ...Array.from({ length: 7 }, (_, index) => person(index + 1)));
  seen.length = 0;
  isDown = false;
  data = createDataProvider({ resources, calls: createAdminCalls(clients), cursors: new CursorHistory() });
});

afterAll(() => new Promise(resolve => server.close(resolve)));

const page = (number: number, perPage = 3) => ({ pagination: { page: number, perPage } });

describe('A list', () => {
  test('goes forth and back by the cursors that it met', async () => {
    expect(await data.getList('staff', page(1))).toMatchObject({
      data: [{ id: 'p-1' }, { id: 'p-2' }, { id: 'p-3' }],
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    expect(await data.getList('staff', page(2))).toMatchObject({
      data: [{ id: 'p-4' }, {}, {}],
      pageInfo: { hasNextPage: true, hasPreviousPage: true },
    });
    expect(await data.getList('staff', page(3))).toMatchObject({
      data: [{ id: 'p-7' }],
      pageInfo: { hasNextPage: false },
    });
    await data.getList('staff', page(2));
    expect(seen).toEqual(['list first', 'list n3', 'list n6', 'list n3']);
  });

  test('reaches a page that nobody has been to', async () => {
    expect(await data.getList('staff', page(3))).toMatchObject({ data: [{ id: 'p-7' }] });
    expect(seen).toEqual(['list first', 'list n3', 'list n6']);
  });

  test('gives a record that has no operation of its own', async () => {
    expect(await data.getOne('staff', { id: 'p-6' })).toMatchObject({ data: { name: 'Person 6' } });
    await expect(data.getOne('staff', { id: 'p-99' })).rejects.toMatchObject({ status: 404 });
  });

  test('that is down says so in words', async () => {
    isDown = true;
    await expect(data.getList('staff', page(1))).rejects.toMatchObject({
      status: 503,
      message: expect.stringMatching(/not answering right now/),
    });
  });
});

describe('A change', () => {
  const change = (values: object) =>
    data.update('staff', { id: 'p-2', data: { ...person(2), ...values }, previousData: person(2) });

  test('sends what differs with the version that was read, and only what the contract knows', async () => {
    expect(await change({ name: 'Petra', hobby: 'chess' })).toMatchObject({
      data: { id: 'p-2', name: 'Petra', version: 2 },
    });
    expect(seen).toEqual(['change {"name":"Petra","version":1}']);
  });

  test('of what somebody else changed meanwhile is refused, and changes nothing', async () => {
    Object.assign(people[1] ?? {}, { roles: ['support'], version: 2 });
    await expect(change({ name: 'Petra' })).rejects.toMatchObject({ status: 409, code: 'version_conflict' });
    expect(people[1]).toMatchObject({ name: 'Person 2', roles: ['support'] });
  });

  test('of nothing sends nothing', async () => {
    await change({});
    expect(seen).toEqual([]);
  });

  test('that the contract refuses names the fields', async () => {
    await expect(change({ name: '', roles: ['boss'] })).rejects.toMatchObject({
      status: 400,
      body: { errors: { 'roles.0': expect.stringMatching(/^Must be one of/) } },
    });
  });
});

test('a duplicate is reported with the message of the service', async () => {
  const draft = { email: 'new@example.com', name: 'New', password: 'long enough for staff', roles: ['support'] };
  expect(await data.create('staff', { data: draft })).toMatchObject({ data: { id: 'p-8', email: 'new@example.com' } });
  await expect(data.create('staff', { data: draft })).rejects.toMatchObject({
    status: 409,
    message: 'There is somebody with this address.',
  });
});

test('a lost connection is reported as such', async () => {
  const offline = createAdminClients({ baseUrl: 'http://127.0.0.1:1' });
  const unreachable = createDataProvider({ resources, calls: createAdminCalls(offline), cursors: new CursorHistory() });
  await expect(unreachable.getList('staff', page(1))).rejects.toMatchObject({
    status: 0,
    message: expect.stringMatching(/No connection/),
  });
});

describe('Signing in', () => {
  const auth = () => createAuthProvider(clients.identity, resources as Readonly<Record<string, AdminResource>>);

  beforeEach(() => setSession(undefined));

  test('lets staff in, and each role to what it may do', async () => {
    await auth().login({ email: 'p1@example.com', password: 'right' });
    expect(currentSession()).toMatchObject({ name: 'Person 1' });
    const can = (resource: string, action: string) => auth().canAccess?.({ resource, action });
    expect(await can('orders', 'list')).toBe(true);
    expect(await can('orders', 'cancel')).toBe(true);
    expect(await can('products', 'list')).toBe(true);
    expect(await can('products', 'edit')).toBe(false);
    expect(await can('staff', 'list')).toBe(false);
    expect(await can('payments', 'delete')).toBe(false);
  });

  test('refuses a wrong password and customers, in words', async () => {
    await expect(auth().login({ email: 'p1@example.com', password: 'wrong' })).rejects.toMatchObject({
      message: 'Wrong e-mail or password.',
    });
    await expect(auth().login({ email: 'c1@example.com', password: 'right' })).rejects.toMatchObject({
      message: expect.stringMatching(/for staff/),
    });
    expect(currentSession()).toBeUndefined();
  });

  test('is asked for where nobody is signed in', async () => {
    await expect(auth().checkAuth({})).rejects.toMatchObject({ status: 401 });
  });
});
