import { CssBaseline } from '@mui/material';
import { type ComponentType, type LazyExoticComponent, lazy, type ReactNode } from 'react';
import { AdminContext, CoreAdminUI, CustomRoutes, localStorageStore, Resource } from 'react-admin';
import { createBrowserRouter, Route } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import type { AdminResource } from '../contracts/codegen/runtime/admin.ts';
import { type ResourceName, resources } from '../generated/admin/resources.ts';
import { createAuthProvider } from './kit/api/auth-provider.ts';
import { api, calls } from './kit/api/clients.ts';
import { CursorHistory } from './kit/api/cursor-history.ts';
import { createDataProvider } from './kit/api/data-provider.ts';
import { queryClient } from './kit/api/query-client.ts';
import { genericScreens } from './kit/resource/generic-screens.tsx';
import { AccessDeniedPage } from './kit/shell/AccessDeniedPage.tsx';
import { AuthenticationErrorPage } from './kit/shell/AuthenticationErrorPage.tsx';
import { ErrorPage } from './kit/shell/ErrorPage.tsx';
import { i18nProvider } from './kit/shell/i18n-provider.ts';
import { Layout } from './kit/shell/Layout.tsx';
import { NotFoundPage } from './kit/shell/NotFoundPage.tsx';
import { Notifications } from './kit/shell/Notifications.tsx';
import { SignInPage } from './kit/shell/SignInPage.tsx';
import { theme } from './kit/theme/theme.ts';

interface Screens {
  list?: ComponentType;
  show?: ComponentType;
  create?: ComponentType;
  edit?: ComponentType;
}

/** Handmade screens, one folder a resource; all others come from `generated/admin`. */
const screens: Partial<Record<ResourceName, Screens>> = {
  audit: { list: lazy(() => import('./screens/audit/AuditPage.tsx')) },
  contracts: {
    list: lazy(() => import('./screens/contracts/ContractsPage.tsx')),
    show: lazy(() => import('./screens/contracts/ContractPage.tsx')),
  },
  customers: {
    list: lazy(() => import('./screens/customers/CustomerList.tsx')),
    show: lazy(() => import('./screens/customers/CustomerPage.tsx')),
  },
  messages: {
    list: lazy(() => import('./screens/messages/MessageList.tsx')),
    show: lazy(() => import('./screens/messages/MessagePage.tsx')),
  },
  imports: {
    list: lazy(() => import('./screens/imports/ImportList.tsx')),
    show: lazy(() => import('./screens/imports/ImportShow.tsx')),
    create: lazy(() => import('./screens/imports/ImportCreate.tsx')),
  },
  orders: {
    list: lazy(() => import('./screens/orders/OrderList.tsx')),
    show: lazy(() => import('./screens/orders/OrderPage.tsx')),
  },
  payments: {
    list: lazy(() => import('./screens/payments/PaymentList.tsx')),
    show: lazy(() => import('./screens/payments/PaymentPage.tsx')),
  },
  reservations: { list: lazy(() => import('./screens/reservations/ReservationList.tsx')) },
  shipments: {
    list: lazy(() => import('./screens/shipments/ShipmentList.tsx')),
    show: lazy(() => import('./screens/shipments/ShipmentPage.tsx')),
  },
  staff: {
    list: lazy(() => import('./screens/staff/StaffList.tsx')),
    show: lazy(() => import('./screens/staff/StaffPage.tsx')),
    create: lazy(() => import('./screens/staff/StaffCreate.tsx')),
    edit: lazy(() => import('./screens/staff/StaffEdit.tsx')),
  },
  products: {
    list: lazy(() => import('./screens/products/ProductList.tsx')),
    show: lazy(() => import('./screens/products/ProductPage.tsx')),
    edit: lazy(() => import('./screens/products/ProductPage.tsx')),
    create: lazy(() => import('./screens/products/ProductCreate.tsx')),
  },
  stock: {
    list: lazy(() => import('./screens/stock/StockList.tsx')),
    show: lazy(() => import('./screens/stock/StockList.tsx')),
  },
  templates: {
    list: lazy(() => import('./screens/templates/TemplateList.tsx')),
    edit: lazy(() => import('./screens/templates/TemplateEdit.tsx')),
  },
};

/** Pages for whoever is not signed in, beside the sign-in. */
const publicPages: Readonly<Record<string, ComponentType>> = {
  '/accept-invitation': lazy(() => import('./screens/account/AcceptInvitationPage.tsx')),
  '/forgotten-password': lazy(() => import('./screens/account/ForgottenPasswordPage.tsx')),
  '/reset-password': lazy(() => import('./screens/account/ResetPasswordPage.tsx')),
};

/** Pages that are no resource's. */
const pages: Readonly<Record<string, ComponentType>> = {
  '/account': lazy(() => import('./screens/account/AccountPage.tsx')),
  '/attributes': lazy(() => import('./screens/attributes/AttributesPage.tsx')),
  '/pick-list': lazy(() => import('./screens/orders/PickListPage.tsx')),
  '/reports': lazy(() => import('./screens/reports/ReportPage.tsx')),
  '/settings': lazy(() => import('./screens/settings/SettingsPage.tsx')),
  '/system': lazy(() => import('./screens/system/SystemPage.tsx')),
};

const loadDashboard = () => import('./screens/dashboard/Dashboard.tsx');
const dashboard: LazyExoticComponent<() => ReactNode> = lazy(loadDashboard);
// Loads while the session is read; `lazy` reports a failure.
if (location.pathname === '/') loadDashboard().catch(() => undefined);

/** Filters, sort orders and pages of lists, kept in this browser. */
const store = localStorageStore();
const dataProvider = createDataProvider({ resources, calls, cursors: new CursorHistory(sessionStorage) });
const authProvider = createAuthProvider(api.identity, resources);

const router = createBrowserRouter([{ path: '*', element: <Console /> }]);

export function App() {
  return <RouterProvider router={router} />;
}

/** react-admin's core with this console's own layout and pages; its default ones are not loaded. */
function Console() {
  return (
    <AdminContext
      dataProvider={dataProvider}
      authProvider={authProvider}
      i18nProvider={i18nProvider}
      queryClient={queryClient}
      store={store}
      theme={theme}
      lightTheme={theme}
      darkTheme={theme}
    >
      <CssBaseline />
      <CoreAdminUI
        title="Covenant"
        dashboard={dashboard}
        layout={Layout}
        catchAll={NotFoundPage}
        accessDenied={AccessDeniedPage}
        authenticationError={AuthenticationErrorPage}
        error={ErrorPage}
        loginPage={SignInPage}
        requireAuth
        disableTelemetry
      >
        {Object.values<AdminResource>(resources).map(resource => (
          <Resource
            key={resource.name}
            name={resource.name}
            {...genericScreens(resource)}
            {...handmade(resource.name)}
          />
        ))}
        <CustomRoutes noLayout>
          {Object.entries(publicPages).map(([path, Screen]) => (
            <Route key={path} path={path} element={<Screen />} />
          ))}
        </CustomRoutes>
        <CustomRoutes>
          {Object.entries(pages).map(([path, Screen]) => (
            <Route key={path} path={path} element={<Screen />} />
          ))}
        </CustomRoutes>
      </CoreAdminUI>
      <Notifications />
    </AdminContext>
  );
}

function handmade(name: string): Screens {
  return Object.entries(screens).find(([key]) => key === name)?.[1] ?? {};
}
