import type { OperationSample } from '../../../contracts/codegen/conformance/known-values.ts';
import { checkoutRequest } from '../api-client.ts';
import type { Deletable, Purchase } from './fixtures.ts';

const GUID = '{{$guid}}';
const EMAIL = `walk-${GUID}@example.com`;

/**
 * What operations that change something are called with, so that they change nothing that others use.
 * @param password of the shopper who calls them
 */
export function operationSamples(
  { product: { sku, id }, values }: Purchase,
  deletable: Deletable,
  password: string,
): Record<string, OperationSample> {
  const lines = [{ sku, quantity: 1 }];
  const money = { amount: 500, currency: 'USD' };
  const { cartId = '', orderId = '' } = values;
  const body = (value: NonNullable<OperationSample['body']>): OperationSample => ({ body: value });
  const of = (parameters: Record<string, string>): OperationSample => ({ parameters });
  const staff = of({ staffId: deletable.staffId });
  const newId = (name: string): OperationSample => of({ [name]: GUID });
  return {
    createCart: body({ lines }),
    updateCart: body({ lines }),
    createCheckout: body({ ...checkoutRequest(cartId), email: EMAIL }),
    createProduct: body({
      title: `Walk ${GUID}`,
      category: 'Rarities',
      status: 'draft',
      variants: [{ sku: `walk-${GUID}`, price: money }],
    }),
    updateProduct: body({ title: 'Walk' }),
    deleteProduct: of({ productId: deletable.productId }),
    changeProducts: body({ productIds: [id], change: { price: { percent: 1 } } }),
    previewProductChanges: body({ productIds: [id], change: { price: { percent: 1 } } }),
    createCategory: body({ name: `Walk ${GUID}` }),
    updateCategory: { ...of({ categoryId: deletable.categoryId }), ...body({ name: 'Walk' }) },
    deleteCategory: of({ categoryId: deletable.categoryId }),
    createAttribute: body({ name: `Walk ${GUID}`, type: 'boolean' }),
    updateAttribute: { ...of({ attributeId: deletable.attributeId }), ...body({ unit: 'kcal' }) },
    deleteAttribute: of({ attributeId: deletable.attributeId }),
    createImport: body('handle,title,category,sku,price,currency\n'),
    undoImport: newId('importId'),
    purgeTags: body({ tags: ['walk'] }),
    signUp: body({ email: EMAIL, password: `Walk ${GUID}`, name: 'Ada' }),
    signIn: body({ email: EMAIL, password: 'correct horse battery' }),
    requestPasswordReset: body({ email: EMAIL }),
    changeAccountPassword: body({ currentPassword: password, newPassword: password }),
    changeAccountEmail: body({ email: EMAIL, password }),
    endOwnSession: newId('sessionId'),
    endAccountSession: newId('sessionId'),
    addStaff: body({ email: EMAIL, name: 'Walk', roles: ['support'] }),
    changeStaff: { ...staff, ...body({ name: 'Walk' }) },
    sendInvitation: staff,
    withdrawInvitation: staff,
    endStaffSessions: staff,
    resetSecondFactor: staff,
    reserveStock: { ...newId('reservationId'), ...body({ lines, expiresInSeconds: 60 }) },
    releaseReservation: newId('reservationId'),
    setLevels: body({ levels: [{ sku, location: 'east', onHand: 1_000 }], reason: 'walk' }),
    adjustStock: body({ sku, location: 'east', delta: 1, reason: 'received' }),
    addLocation: body({ id: 'walk', name: 'Walk' }),
    renameLocation: { ...of({ locationId: 'walk' }), ...body({ name: 'Walk' }) },
    placeOrder: newId('orderId'),
    abandonOrder: newId('orderId'),
    cancelOrder: body({ reason: 'Walk' }),
    refundPayment: body({ reason: 'Walk', amount: { amount: 1, currency: 'USD' } }),
    requestPayment: newId('orderId'),
    cancelPayment: newId('orderId'),
    getOrder: of({ orderId }),
    publishContract: of({ kind: 'openapi', name: 'walk', version: '1.0.0' }),
    recordUsage: newId('batchId'),
    createEnvironment: body({ name: 'walk', displayName: 'Walk', production: false }),
  };
}
