import { CssBaseline } from '@mui/material';
import { type ComponentType, type LazyExoticComponent, lazy, type ReactNode } from 'react';
import { AdminContext, CoreAdminUI, CustomRoutes, localStorageStore, Resource } from 'react-admin';
import { createBrowserRouter, Route } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import type { AdminResource } from '../contracts/codegen/runtime/admin.ts';
import { type ResourceName, resources } from '../generated/admin/resources.ts';
import { api, calls } from './api.ts';
import { theme } from './look/theme.ts';
import { createAuthProvider } from './provider/auth.ts';
import { CursorTrails } from './provider/cursors.ts';
import { createDataProvider } from './provider/data.ts';
import { queries } from './provider/queries.ts';
import { genericScreens } from './resource/generic-screens.tsx';
import { Layout } from './shell/Layout.tsx';
import { NoSuchPage } from './shell/NoSuchPage.tsx';
import { NotAllowed } from './shell/NotAllowed.tsx';
import { Notices } from './shell/Notices.tsx';
import { PageFailed } from './shell/PageFailed.tsx';
import { SessionUnknown } from './shell/SessionUnknown.tsx';
import { SignIn } from './shell/SignIn.tsx';
import { words } from './shell/words.ts';

interface Screens {
  list?: ComponentType;
  show?: ComponentType;
  create?: ComponentType;
  edit?: ComponentType;
}

/** Screens made by hand, one folder a resource; whatever is not here comes from `generated/admin`. */
const screens: Partial<Record<ResourceName, Screens>> = {
  audit: { list: lazy(() => import('./audit/AuditPage.tsx')) },
  contracts: {
    list: lazy(() => import('./contracts/ContractsPage.tsx')),
    show: lazy(() => import('./contracts/ContractPage.tsx')),
  },
  customers: {
    list: lazy(() => import('./customers/CustomerList.tsx')),
    show: lazy(() => import('./customers/CustomerPage.tsx')),
  },
  messages: {
    list: lazy(() => import('./messages/MessageList.tsx')),
    show: lazy(() => import('./messages/MessagePage.tsx')),
  },
  imports: {
    list: lazy(() => import('./imports/ImportList.tsx')),
    show: lazy(() => import('./imports/ImportShow.tsx')),
    create: lazy(() => import('./imports/ImportCreate.tsx')),
  },
  orders: { list: lazy(() => import('./orders/OrderList.tsx')), show: lazy(() => import('./orders/OrderPage.tsx')) },
  payments: { list: lazy(() => import('./payments/PaymentList.tsx')) },
  shipments: { list: lazy(() => import('./shipments/ShipmentList.tsx')) },
  staff: {
    list: lazy(() => import('./staff/StaffList.tsx')),
    show: lazy(() => import('./staff/StaffPage.tsx')),
    create: lazy(() => import('./staff/StaffCreate.tsx')),
    edit: lazy(() => import('./staff/StaffEdit.tsx')),
  },
  products: {
    list: lazy(() => import('./products/ProductList.tsx')),
    show: lazy(() => import('./products/ProductPage.tsx')),
    edit: lazy(() => import('./products/ProductPage.tsx')),
    create: lazy(() => import('./products/ProductCreate.tsx')),
  },
  stock: { list: lazy(() => import('./stock/StockList.tsx')), show: lazy(() => import('./stock/StockList.tsx')) },
  templates: {
    list: lazy(() => import('./templates/TemplateList.tsx')),
    edit: lazy(() => import('./templates/TemplateEdit.tsx')),
  },
};

/** Pages that are no resource's. */
const pages: Readonly<Record<string, ComponentType>> = {
  '/settings': lazy(() => import('./settings/SettingsPage.tsx')),
  '/system': lazy(() => import('./system/SystemPage.tsx')),
};

const loadDashboard = () => import('./dashboard/Dashboard.tsx');
const dashboard: LazyExoticComponent<() => ReactNode> = lazy(loadDashboard);
// Its code comes while it is found out who is signed in; should it fail, `lazy` tells.
if (location.pathname === '/') loadDashboard().catch(() => undefined);

/** Filters, orders and pages of lists, as somebody left them. */
const store = localStorageStore();
const dataProvider = createDataProvider({ resources, calls, trails: new CursorTrails(sessionStorage) });
const authProvider = createAuthProvider(api.identity, resources);

const router = createBrowserRouter([{ path: '*', element: <Console /> }]);

export function App() {
  return <RouterProvider router={router} />;
}

/** react-admin's core with this console's own screens: what its usual ones are made of is not loaded. */
function Console() {
  return (
    <AdminContext
      dataProvider={dataProvider}
      authProvider={authProvider}
      i18nProvider={words}
      queryClient={queries}
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
        catchAll={NoSuchPage}
        accessDenied={NotAllowed}
        authenticationError={SessionUnknown}
        error={PageFailed}
        loginPage={SignIn}
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
        <CustomRoutes>
          {Object.entries(pages).map(([path, Screen]) => (
            <Route key={path} path={path} element={<Screen />} />
          ))}
        </CustomRoutes>
      </CoreAdminUI>
      <Notices />
    </AdminContext>
  );
}

function handmade(name: string): Screens {
  return Object.entries(screens).find(([key]) => key === name)?.[1] ?? {};
}
