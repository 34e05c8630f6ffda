import { expect } from '@jest/globals';
import { linkToken } from '../../services/platform/http/link-token.ts';
import { TEST_LINK_SECRET } from '../../services/platform/testing/identity.ts';
import { askForAlert, endAlerts } from '../../storefront/shop/stock-alerts.ts';
import { pactBetween } from '../consumer.ts';
import { SKU, uuidOf } from '../examples.ts';
import { inStorefront } from '../storefront-client.ts';

const { httpInteraction } = pactBetween('storefront', 'notifications');
const email = 'ada@example.com';
const alertId = uuidOf(91);
const token = linkToken(`stock-alerts/${alertId}`, TEST_LINK_SECRET);

httpInteraction(
  'for a mail when something is back',
  {
    given: { state: 'a variant is sold out', params: { sku: SKU } },
    request: { method: 'POST', path: '/stock-alerts', body: { sku: SKU, email } },
    response: { status: 202 },
  },
  async baseUrl => {
    expect(await inStorefront(baseUrl, () => askForAlert(SKU, email))).toBe('asked');
  },
);

httpInteraction(
  'for a mail about what is not for sale',
  {
    request: { method: 'POST', path: '/stock-alerts', body: { sku: 'NEVER-SOLD', email } },
    response: { status: 404 },
  },
  async baseUrl => {
    expect(await inStorefront(baseUrl, () => askForAlert('NEVER-SOLD', email))).toBe('unknown');
  },
);

httpInteraction(
  'to end the mails to an address',
  {
    request: { method: 'DELETE', path: `/stock-alerts/${alertId}`, headers: { 'x-alert-token': token } },
    response: { status: 204 },
  },
  async baseUrl => {
    expect(await inStorefront(baseUrl, () => endAlerts(alertId, token))).toBe('ended');
  },
);

httpInteraction(
  'to end the mails to an address with another token',
  {
    request: { method: 'DELETE', path: `/stock-alerts/${alertId}`, headers: { 'x-alert-token': 'another-token' } },
    response: { status: 404 },
  },
  async baseUrl => {
    expect(await inStorefront(baseUrl, () => endAlerts(alertId, 'another-token'))).toBe('wrong');
  },
);
