import { type ComponentType, lazy, Suspense } from 'react';
import { createBrowserRouter } from 'react-router';
import { Fault, FaultAlone, Missing } from './shell/fault';
import { Shell } from './shell/shell';

/** A page is loaded when it is first opened. */
function page(load: () => Promise<{ default: ComponentType }>) {
  const Page = lazy(load);
  return { element: <Page />, errorElement: <Fault /> };
}

export const router = createBrowserRouter([
  {
    element: (
      <Suspense>
        <Shell />
      </Suspense>
    ),
    errorElement: <FaultAlone />,
    children: [
      { path: '/', ...page(() => import('./pages/catalogue')) },
      { path: '/datasets/:id', ...page(() => import('./pages/dataset')) },
      { path: '/datasets/:id/request/:offerId', ...page(() => import('./pages/new-request')) },
      { path: '/requests', ...page(() => import('./pages/requests')) },
      { path: '/requests/:id', ...page(() => import('./pages/request')) },
      { path: '/agreements/:id', ...page(() => import('./pages/agreement')) },
      { path: '/orders', ...page(() => import('./pages/orders')) },
      { path: '/orders/:id', ...page(() => import('./pages/order')) },
      { path: '/library', ...page(() => import('./pages/library')) },
      { path: '/provider/datasets', ...page(() => import('./pages/own-datasets')) },
      { path: '/provider/datasets/new', ...page(() => import('./pages/new-dataset')) },
      { path: '/provider/datasets/:id', ...page(() => import('./pages/own-dataset')) },
      { path: '/provider/requests', ...page(() => import('./pages/inbox')) },
      { path: '/provider/orders', ...page(() => import('./pages/sales')) },
      { path: '/operator/organisations', ...page(() => import('./pages/organisations')) },
      { path: '/operator/organisations/:id', ...page(() => import('./pages/organisation-review')) },
      { path: '/operator/reviews', ...page(() => import('./pages/reviews')) },
      { path: '/operator/stuck', ...page(() => import('./pages/stuck')) },
      { path: '/operator/orders', ...page(() => import('./pages/all-orders')) },
      { path: '/regulator/events', ...page(() => import('./pages/events')) },
      { path: '/regulator/orders', ...page(() => import('./pages/all-orders')) },
      { path: '/regulator/orders/:id', ...page(() => import('./pages/order-file')) },
      { path: '/supervision/holds', ...page(() => import('./pages/holds')) },
      { path: '/questions', ...page(() => import('./pages/questions')) },
      { path: '/questions/:id', ...page(() => import('./pages/question')) },
      { path: '/takedowns', ...page(() => import('./pages/takedowns')) },
      { path: '/incidents', ...page(() => import('./pages/incidents')) },
      { path: '/incidents/new', ...page(() => import('./pages/new-incident')) },
      { path: '/incidents/:id', ...page(() => import('./pages/incident')) },
      { path: '/sign-in', ...page(() => import('./pages/sign-in')) },
      { path: '/sign-up', ...page(() => import('./pages/sign-up')) },
      { path: '/verify-email', ...page(() => import('./pages/verify-email')) },
      { path: '/forgot-password', ...page(() => import('./pages/forgot-password')) },
      { path: '/reset-password', ...page(() => import('./pages/reset-password')) },
      { path: '/organisation', ...page(() => import('./pages/organisation')) },
      { path: '/tokens', ...page(() => import('./pages/tokens')) },
      { path: '/outbox', ...page(() => import('./pages/outbox')) },
      { path: '*', element: <Missing />, errorElement: <Fault /> },
    ],
  },
]);
