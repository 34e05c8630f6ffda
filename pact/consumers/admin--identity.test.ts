import { expect } from '@jest/globals';
import { toApiError } from '../../admin/kit/api/api-error.ts';
import { createAuthProvider, signIn } from '../../admin/kit/api/auth-provider.ts';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import { resources } from '../../generated/admin/resources.ts';
import { consoleClients, problemLike } from '../console-clients.ts';
import { pactBetween } from '../consumer.ts';
import { AT, uuidOf } from '../examples.ts';
import { exactly, fromState, pathFromState } from '../matchers.ts';

const { httpInteraction } = pactBetween('admin', 'identity');
const cookie = '__Host-session=abc.def';
const headers = { cookie: fromState('cookie', cookie) };
const email = 'olga@example.com';
const password = 'correct horse battery';
const session = {
  userId: uuidOf(70),
  email,
  name: 'Olga',
  kind: exactly('staff'),
  roles: ['admin'],
  expiresAt: '2100-01-01T00:00:00.000Z',
};
const member = {
  id: uuidOf(70),
  email,
  name: 'Olga',
  roles: ['admin'],
  active: true,
  status: exactly('active'),
  secondFactor: false,
  createdAt: AT,
  version: 1,
};
const read = { ...member, status: 'active' as const };
const invited = { ...member, status: exactly('invited'), invitedUntil: AT };
const linkToken = 'dGhlIHRva2VuIG9mIGEgbWFpbA';
const staffId = member.id;

httpInteraction(
  'to sign in',
  {
    given: { state: 'there is a member of staff', params: { email, password } },
    request: { method: 'POST', path: '/auth/sign-in', body: { email: exactly(email), password: exactly(password) } },
    response: { status: 200, body: session },
  },
  async baseUrl => {
    expect(await signIn(consoleClients(baseUrl).api.identity, { email, password })).toMatchObject({
      name: 'Olga',
      roles: ['admin'],
    });
  },
);

httpInteraction(
  'to sign in with a wrong password',
  {
    request: {
      method: 'POST',
      path: '/auth/sign-in',
      body: { email: exactly(email), password: exactly('a wrong password') },
    },
    response: { status: 401 },
  },
  async baseUrl => {
    const refused = signIn(consoleClients(baseUrl).api.identity, { email, password: 'a wrong password' });
    await expect(refused).rejects.toMatchObject({ message: 'Wrong e-mail or password.' });
  },
);

httpInteraction(
  'who is signed in',
  {
    given: { state: 'a member of staff is signed in' },
    request: { method: 'GET', path: '/auth/session', headers },
    response: { status: 200, body: session },
  },
  async baseUrl => {
    const { getPermissions } = createAuthProvider(consoleClients(baseUrl, cookie).api.identity, resources);
    expect(await getPermissions?.({})).toEqual(['admin']);
  },
);

httpInteraction(
  'who is signed in when nobody is',
  { request: { method: 'GET', path: '/auth/session' }, response: { status: 401 } },
  async baseUrl => {
    expect((await consoleClients(baseUrl).api.identity.getSession()).status).toBe(401);
  },
);

httpInteraction(
  'to sign out',
  {
    given: { state: 'a member of staff is signed in' },
    request: { method: 'POST', path: '/auth/sign-out', headers },
    response: { status: 204 },
  },
  async baseUrl => {
    expect((await consoleClients(baseUrl, cookie).api.identity.signOut()).status).toBe(204);
  },
);

httpInteraction(
  'for the staff',
  {
    given: { state: 'the last admin' },
    request: { method: 'GET', path: '/admin/staff', query: { limit: '100' } },
    response: { status: 200, body: { items: [read], nextCursor: null } },
  },
  async baseUrl => {
    expect(await consoleClients(baseUrl).calls.staff.list({ limit: 100 })).toEqual({
      items: [read],
      nextCursor: null,
    });
  },
);

const added = { email: 'paul@example.com', name: 'Paul', roles: ['support' as const] };

httpInteraction(
  'to invite somebody to the staff',
  {
    request: { method: 'POST', path: '/admin/staff', body: added },
    response: { status: 201, body: { ...invited, email: added.email, name: 'Paul', roles: ['support'] } },
  },
  async baseUrl => {
    const made = await consoleClients(baseUrl).calls.staff.create(added, { idempotencyKey: 'unused' });
    expect(made).toMatchObject({ email: added.email, roles: ['support'], status: 'invited' });
  },
);

httpInteraction(
  'to add somebody whose address is taken',
  {
    given: { state: 'there is a member of staff', params: { email: 'rosa@example.com', password } },
    request: { method: 'POST', path: '/admin/staff', body: { ...added, email: exactly('rosa@example.com') } },
    response: { status: 409, body: problemLike(409, 'There is an account with this e-mail address.') },
  },
  async baseUrl => {
    const refused = bodyOf(
      consoleClients(baseUrl).api.identity.addStaff({ body: { ...added, email: 'rosa@example.com' } }),
    );
    await expect(refused).rejects.toMatchObject({ status: 409, detail: expect.stringContaining('account') });
  },
);

httpInteraction(
  'to change what a member of staff may do',
  {
    given: { state: 'there is a member of staff', params: { email: 'sven@example.com', password } },
    request: {
      method: 'PATCH',
      path: pathFromState('/admin/staff/{staffId}', 'staffId', staffId),
      body: { roles: ['orders'] },
    },
    response: { status: 200, body: member },
  },
  async baseUrl => {
    const changed = await consoleClients(baseUrl).calls.staff.update(
      staffId,
      { roles: ['orders'] },
      { idempotencyKey: 'unused' },
    );
    expect(changed).toEqual(read);
  },
);

httpInteraction(
  'to change a member of staff whom somebody else changed meanwhile',
  {
    given: { state: 'there is a member of staff', params: { email: 'tara@example.com', password } },
    request: {
      method: 'PATCH',
      path: pathFromState('/admin/staff/{staffId}', 'staffId', staffId),
      body: { name: 'Tara', version: exactly(7) },
    },
    response: {
      status: 409,
      body: { ...problemLike(409, 'Somebody else changed them meanwhile.'), code: exactly('version_conflict') },
    },
  },
  async baseUrl => {
    const refused = consoleClients(baseUrl).calls.staff.update(
      staffId,
      { name: 'Tara', version: 7 },
      { idempotencyKey: 'unused' },
    );
    await expect(refused.catch(toApiError)).resolves.toMatchObject({ status: 409, code: 'version_conflict' });
  },
);

httpInteraction(
  'to let the last admin go',
  {
    given: { state: 'the last admin' },
    request: {
      method: 'PATCH',
      path: pathFromState('/admin/staff/{staffId}', 'staffId', staffId),
      body: { active: exactly(false) },
    },
    response: { status: 409, body: problemLike(409, 'Nobody else could manage staff then.') },
  },
  async baseUrl => {
    const refused = consoleClients(baseUrl).calls.staff.update(
      staffId,
      { active: false },
      { idempotencyKey: 'unused' },
    );
    await expect(refused).rejects.toMatchObject({ status: 409, detail: 'Nobody else could manage staff then.' });
  },
);

httpInteraction(
  'to send an invitation again',
  {
    given: { state: 'somebody is invited' },
    request: {
      method: 'POST',
      path: pathFromState('/admin/staff/{staffId}/invitation', 'staffId', staffId),
      headers: { 'idempotency-key': 'an-intention-of-the-console' },
    },
    response: { status: 202, body: invited },
  },
  async baseUrl => {
    const sent = consoleClients(baseUrl).api.identity.sendInvitation({
      path: { staffId },
      headers: { 'idempotency-key': 'an-intention-of-the-console' },
    });
    expect(await bodyOf(sent)).toMatchObject({ status: 'invited', invitedUntil: AT });
  },
);

httpInteraction(
  'to withdraw an invitation',
  {
    given: { state: 'somebody is invited' },
    request: {
      method: 'DELETE',
      path: pathFromState('/admin/staff/{staffId}/invitation', 'staffId', staffId),
    },
    response: { status: 204 },
  },
  async baseUrl => {
    const withdrawn = await consoleClients(baseUrl).api.identity.withdrawInvitation({ path: { staffId } });
    expect(withdrawn.status).toBe(204);
  },
);

httpInteraction(
  'whose the link of an invitation is',
  {
    given: { state: 'somebody is invited' },
    request: { method: 'POST', path: '/auth/account-link', body: { token: fromState('token', linkToken) } },
    response: { status: 200, body: { purpose: exactly('invitation'), email, name: 'Olga', expiresAt: AT } },
  },
  async baseUrl => {
    const link = consoleClients(baseUrl).api.identity.readAccountLink({ body: { token: linkToken } });
    expect(await bodyOf(link)).toEqual({ purpose: 'invitation', email, name: 'Olga', expiresAt: AT });
  },
);

httpInteraction(
  'whose a link that works no more is',
  {
    request: { method: 'POST', path: '/auth/account-link', body: { token: 'no-such-token' } },
    response: { status: 410, body: { ...problemLike(410, 'This link is over.'), code: exactly('link_expired') } },
  },
  async baseUrl => {
    const link = await consoleClients(baseUrl).api.identity.readAccountLink({ body: { token: 'no-such-token' } });
    expect(link.status).toBe(410);
  },
);

httpInteraction(
  'to accept an invitation',
  {
    given: { state: 'somebody is invited' },
    request: {
      method: 'POST',
      path: '/auth/accept-invitation',
      body: { token: fromState('token', linkToken), password },
    },
    response: { status: 201, body: session },
  },
  async baseUrl => {
    const accepted = consoleClients(baseUrl).api.identity.acceptInvitation({ body: { token: linkToken, password } });
    expect(await bodyOf(accepted)).toMatchObject({ email, name: 'Olga' });
  },
);

httpInteraction(
  'to accept an invitation with a password that is easy to guess',
  {
    given: { state: 'somebody is invited' },
    request: {
      method: 'POST',
      path: '/auth/accept-invitation',
      body: { token: fromState('token', linkToken), password: exactly('password1234') },
    },
    response: {
      status: 422,
      body: {
        ...problemLike(422, 'The password is easy to guess.'),
        errors: [{ path: exactly('/body/password'), message: 'is easy to guess' }],
      },
    },
  },
  async baseUrl => {
    const body = { token: linkToken, password: 'password1234' };
    const refused = bodyOf(consoleClients(baseUrl).api.identity.acceptInvitation({ body }));
    await expect(refused.catch(toApiError)).resolves.toMatchObject({
      status: 422,
      body: { errors: { password: 'Is easy to guess' } },
    });
  },
);

httpInteraction(
  'to change the own password',
  {
    given: { state: 'a member of staff is signed in' },
    request: {
      method: 'PUT',
      path: '/admin/account/password',
      headers,
      body: { currentPassword: exactly(password), newPassword: 'three quiet rivers' },
    },
    response: { status: 204 },
  },
  async baseUrl => {
    const body = { currentPassword: password, newPassword: 'three quiet rivers' };
    expect((await consoleClients(baseUrl, cookie).api.identity.changeOwnPassword({ body })).status).toBe(204);
  },
);

httpInteraction(
  'to change the own password with a wrong one',
  {
    given: { state: 'a member of staff is signed in' },
    request: {
      method: 'PUT',
      path: '/admin/account/password',
      headers,
      body: { currentPassword: exactly('a wrong password'), newPassword: 'three quiet rivers' },
    },
    response: {
      status: 422,
      body: {
        ...problemLike(422, 'What was entered is not right.'),
        errors: [{ path: exactly('/body/currentPassword'), message: 'is wrong' }],
      },
    },
  },
  async baseUrl => {
    const body = { currentPassword: 'a wrong password', newPassword: 'three quiet rivers' };
    const refused = bodyOf(consoleClients(baseUrl, cookie).api.identity.changeOwnPassword({ body }));
    await expect(refused.catch(toApiError)).resolves.toMatchObject({
      body: { errors: { currentPassword: 'Is wrong' } },
    });
  },
);

const ownSession = {
  id: uuidOf(71),
  userAgent: 'Mozilla/5.0',
  addressBlock: '203.0.113.7',
  createdAt: AT,
  lastSeenAt: AT,
  current: false,
};

httpInteraction(
  'for the own sessions',
  {
    given: { state: 'a member of staff is signed in' },
    request: { method: 'GET', path: '/admin/account/sessions', headers },
    response: { status: 200, body: { items: [ownSession] } },
  },
  async baseUrl => {
    const sessions = await bodyOf(consoleClients(baseUrl, cookie).api.identity.listOwnSessions());
    expect(sessions.items).toEqual([ownSession]);
  },
);

httpInteraction(
  'to end one of the own sessions',
  {
    given: { state: 'a member of staff is signed in' },
    request: {
      method: 'DELETE',
      path: pathFromState('/admin/account/sessions/{sessionId}', 'sessionId', ownSession.id),
      headers,
    },
    response: { status: 204 },
  },
  async baseUrl => {
    const path = { sessionId: ownSession.id };
    expect((await consoleClients(baseUrl, cookie).api.identity.endOwnSession({ path })).status).toBe(204);
  },
);

httpInteraction(
  'to end all other sessions of the own',
  {
    given: { state: 'a member of staff is signed in' },
    request: { method: 'DELETE', path: '/admin/account/sessions', headers },
    response: { status: 204 },
  },
  async baseUrl => {
    expect((await consoleClients(baseUrl, cookie).api.identity.endOtherSessions()).status).toBe(204);
  },
);

httpInteraction(
  'to end the sessions of a member of staff',
  {
    given: { state: 'there is a member of staff', params: { email: 'uma@example.com', password } },
    request: { method: 'DELETE', path: pathFromState('/admin/staff/{staffId}/sessions', 'staffId', staffId) },
    response: { status: 204 },
  },
  async baseUrl => {
    expect((await consoleClients(baseUrl).api.identity.endStaffSessions({ path: { staffId } })).status).toBe(204);
  },
);

httpInteraction(
  'for a mail with a link to a new password',
  {
    request: { method: 'POST', path: '/auth/request-password-reset', body: { email: 'anybody@example.com' } },
    response: { status: 204 },
  },
  async baseUrl => {
    const asked = consoleClients(baseUrl).api.identity.requestPasswordReset({ body: { email: 'anybody@example.com' } });
    expect((await asked).status).toBe(204);
  },
);

httpInteraction(
  'to choose a new password with the link of a mail',
  {
    given: { state: 'somebody forgot their password' },
    request: { method: 'POST', path: '/auth/reset-password', body: { token: fromState('token', linkToken), password } },
    response: { status: 204 },
  },
  async baseUrl => {
    const body = { token: linkToken, password };
    expect((await consoleClients(baseUrl).api.identity.resetPassword({ body })).status).toBe(204);
  },
);

httpInteraction(
  'whose the link to a new password is',
  {
    given: { state: 'somebody forgot their password' },
    request: { method: 'POST', path: '/auth/account-link', body: { token: fromState('token', linkToken) } },
    response: { status: 200, body: { purpose: exactly('password_reset'), email, name: 'Olga', expiresAt: AT } },
  },
  async baseUrl => {
    const link = consoleClients(baseUrl).api.identity.readAccountLink({ body: { token: linkToken } });
    expect(await bodyOf(link)).toMatchObject({ purpose: 'password_reset', email });
  },
);

httpInteraction(
  'to sign in without the code of the second factor',
  {
    given: { state: 'a member of staff has a second factor', params: { email: 'vera@example.com', password } },
    request: {
      method: 'POST',
      path: '/auth/sign-in',
      body: { email: exactly('vera@example.com'), password: exactly(password) },
    },
    response: {
      status: 401,
      body: { ...problemLike(401, 'A code is needed.'), code: exactly('second_factor_required') },
    },
  },
  async baseUrl => {
    const identity = consoleClients(baseUrl).api.identity;
    expect(await signIn(identity, { email: 'vera@example.com', password })).toBe('code-required');
  },
);

httpInteraction(
  'to sign in with a wrong code of the second factor',
  {
    given: { state: 'a member of staff has a second factor', params: { email: 'wanda@example.com', password } },
    request: {
      method: 'POST',
      path: '/auth/sign-in',
      body: { email: exactly('wanda@example.com'), password: exactly(password), code: exactly('000000') },
    },
    response: {
      status: 401,
      body: { ...problemLike(401, 'The code is wrong.'), code: exactly('second_factor_wrong') },
    },
  },
  async baseUrl => {
    const identity = consoleClients(baseUrl).api.identity;
    const refused = signIn(identity, { email: 'wanda@example.com', password, code: '000000' });
    await expect(refused).rejects.toMatchObject({ message: expect.stringContaining('code is wrong') });
  },
);

httpInteraction(
  'to sign in with a code of the second factor',
  {
    given: { state: 'a member of staff has a second factor', params: { email: 'xenia@example.com', password } },
    request: {
      method: 'POST',
      path: '/auth/sign-in',
      body: { email: exactly('xenia@example.com'), password: exactly(password), code: fromState('code', '287082') },
    },
    response: { status: 200, body: session },
  },
  async baseUrl => {
    const identity = consoleClients(baseUrl).api.identity;
    const signedIn = await signIn(identity, { email: 'xenia@example.com', password, code: '287082' });
    expect(signedIn).toMatchObject({ name: 'Olga' });
  },
);

httpInteraction(
  'for the own second factor',
  {
    given: { state: 'a member of staff is signed in' },
    request: { method: 'GET', path: '/admin/account/second-factor', headers },
    response: { status: 200, body: { enabled: false, recoveryCodesLeft: 0 } },
  },
  async baseUrl => {
    const factor = await bodyOf(consoleClients(baseUrl, cookie).api.identity.getSecondFactor());
    expect(factor).toEqual({ enabled: false, recoveryCodesLeft: 0 });
  },
);

httpInteraction(
  'since when there is a second factor',
  {
    given: { state: 'a member of staff with a second factor is signed in' },
    request: { method: 'GET', path: '/admin/account/second-factor', headers },
    response: { status: 200, body: { enabled: exactly(true), since: AT, recoveryCodesLeft: 10 } },
  },
  async baseUrl => {
    const factor = await bodyOf(consoleClients(baseUrl, cookie).api.identity.getSecondFactor());
    expect(factor).toMatchObject({ enabled: true, since: AT });
  },
);

httpInteraction(
  'for a secret of a second factor',
  {
    given: { state: 'a member of staff is signed in' },
    request: { method: 'POST', path: '/admin/account/second-factor', headers },
    response: { status: 201, body: { secret: 'GEZDGNBVGY3TQOJQ', uri: 'otpauth://totp/a' } },
  },
  async baseUrl => {
    const made = await bodyOf(consoleClients(baseUrl, cookie).api.identity.setUpSecondFactor());
    expect(made).toEqual({ secret: 'GEZDGNBVGY3TQOJQ', uri: 'otpauth://totp/a' });
  },
);

httpInteraction(
  'to confirm a second factor',
  {
    given: { state: 'a member of staff sets up a second factor' },
    request: {
      method: 'POST',
      path: '/admin/account/second-factor/confirmation',
      headers,
      body: { code: fromState('code', '287082') },
    },
    response: { status: 200, body: { recoveryCodes: ['GEZD-GNBV-GY3T-QOJQ'] } },
  },
  async baseUrl => {
    const identity = consoleClients(baseUrl, cookie).api.identity;
    const confirmed = await bodyOf(identity.confirmSecondFactor({ body: { code: '287082' } }));
    expect(confirmed.recoveryCodes).toEqual(['GEZD-GNBV-GY3T-QOJQ']);
  },
);

httpInteraction(
  'to confirm a second factor with a wrong code',
  {
    given: { state: 'a member of staff sets up a second factor' },
    request: {
      method: 'POST',
      path: '/admin/account/second-factor/confirmation',
      headers,
      body: { code: exactly('000000') },
    },
    response: {
      status: 422,
      body: {
        ...problemLike(422, 'What was entered is not right.'),
        errors: [{ path: exactly('/body/code'), message: 'is wrong' }],
      },
    },
  },
  async baseUrl => {
    const identity = consoleClients(baseUrl, cookie).api.identity;
    const refused = bodyOf(identity.confirmSecondFactor({ body: { code: '000000' } }));
    await expect(refused.catch(toApiError)).resolves.toMatchObject({ body: { errors: { code: 'Is wrong' } } });
  },
);

httpInteraction(
  'for new recovery codes',
  {
    given: { state: 'a member of staff with a second factor is signed in' },
    request: { method: 'POST', path: '/admin/account/second-factor/recovery-codes', headers },
    response: { status: 200, body: { recoveryCodes: ['GEZD-GNBV-GY3T-QOJQ'] } },
  },
  async baseUrl => {
    const made = await bodyOf(consoleClients(baseUrl, cookie).api.identity.replaceRecoveryCodes());
    expect(made.recoveryCodes).toEqual(['GEZD-GNBV-GY3T-QOJQ']);
  },
);

httpInteraction(
  'to remove the own second factor',
  {
    given: { state: 'a member of staff with a second factor is signed in' },
    request: { method: 'DELETE', path: '/admin/account/second-factor', headers },
    response: { status: 204 },
  },
  async baseUrl => {
    expect((await consoleClients(baseUrl, cookie).api.identity.removeSecondFactor()).status).toBe(204);
  },
);

httpInteraction(
  'to reset the second factor of a member of staff',
  {
    given: { state: 'a member of staff has a second factor', params: { email: 'yara@example.com', password } },
    request: { method: 'DELETE', path: pathFromState('/admin/staff/{staffId}/second-factor', 'staffId', staffId) },
    response: { status: 204 },
  },
  async baseUrl => {
    expect((await consoleClients(baseUrl).api.identity.resetSecondFactor({ path: { staffId } })).status).toBe(204);
  },
);
