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
      { path: '/searches', ...page(() => import('./pages/catalogue-searches')) },
      { path: '/datasets/:id', ...page(() => import('./pages/dataset')) },
      { path: '/datasets/:id/request/:offerId', ...page(() => import('./pages/new-request')) },
      { path: '/requests', ...page(() => import('./pages/requests')) },
      { path: '/requests/:id', ...page(() => import('./pages/request')) },
      { path: '/agreements/:id', ...page(() => import('./pages/agreement')) },
      { path: '/orders', ...page(() => import('./pages/orders')) },
      { path: '/orders/:id', ...page(() => import('./pages/order')) },
      { path: '/invoices', ...page(() => import('./pages/invoices')) },
      { path: '/invoices/:id', ...page(() => import('./pages/invoice')) },
      { path: '/fees', ...page(() => import('./pages/fees')) },
      { path: '/certificates', ...page(() => import('./pages/certificates')) },
      { path: '/certificates/:number', ...page(() => import('./pages/certificate')) },
      { path: '/provider/datasets/:id/leaks', ...page(() => import('./pages/leaks')) },
      { path: '/evaluations', ...page(() => import('./pages/evaluations')) },
      { path: '/evaluations/:id', ...page(() => import('./pages/evaluation')) },
      { path: '/library', ...page(() => import('./pages/library')) },
      { path: '/library/:id', ...page(() => import('./pages/access')) },
      { path: '/provider/datasets', ...page(() => import('./pages/own-datasets')) },
      { path: '/provider/datasets/new', ...page(() => import('./pages/new-dataset')) },
      { path: '/provider/datasets/:id', ...page(() => import('./pages/own-dataset')) },
      { path: '/provider/datasets/:id/listing', ...page(() => import('./pages/listing-wizard')) },
      { path: '/provider/requests', ...page(() => import('./pages/inbox')) },
      { path: '/provider/orders', ...page(() => import('./pages/sales')) },
      { path: '/provider/money', ...page(() => import('./pages/money')) },
      { path: '/operator/money', ...page(() => import('./pages/money-desk')) },
      { path: '/operator/organisations', ...page(() => import('./pages/organisations')) },
      { path: '/operator/organisations/:id', ...page(() => import('./pages/organisation-review')) },
      { path: '/operator/reviews', ...page(() => import('./pages/reviews')) },
      { path: '/operator/listing-reports', ...page(() => import('./pages/listing-reports')) },
      { path: '/overrides', ...page(() => import('./pages/overrides')) },
      { path: '/appraisals', ...page(() => import('./pages/appraisals')) },
      { path: '/operator/stuck', ...page(() => import('./pages/stuck')) },
      { path: '/operator/orders', ...page(() => import('./pages/all-orders')) },
      { path: '/regulator/events', ...page(() => import('./pages/events')) },
      { path: '/dashboard', ...page(() => import('./pages/dashboard')) },
      { path: '/reports', ...page(() => import('./pages/report')) },
      { path: '/reports/:period', ...page(() => import('./pages/report')) },
      { path: '/reports/:period/:key', ...page(() => import('./pages/figure')) },
      { path: '/related-parties', ...page(() => import('./pages/related-parties')) },
      { path: '/regulator/flags', ...page(() => import('./pages/flags')) },
      { path: '/regulator/flags/:id', ...page(() => import('./pages/flag')) },
      { path: '/operator/orders/:id', ...page(() => import('./pages/order-file')) },
      { path: '/regulator/orders', ...page(() => import('./pages/transactions')) },
      { path: '/regulator/orders/:id', ...page(() => import('./pages/transaction')) },
      { path: '/regulator/searches', ...page(() => import('./pages/saved-searches')) },
      { path: '/regulator/look-ups', ...page(() => import('./pages/look-ups')) },
      { path: '/supervision/holds', ...page(() => import('./pages/holds')) },
      { path: '/questions', ...page(() => import('./pages/questions')) },
      { path: '/questions/:id', ...page(() => import('./pages/question')) },
      { path: '/takedowns', ...page(() => import('./pages/takedowns')) },
      { path: '/incidents', ...page(() => import('./pages/incidents')) },
      { path: '/incidents/new', ...page(() => import('./pages/new-incident')) },
      { path: '/incidents/:id', ...page(() => import('./pages/incident')) },
      { path: '/compare', ...page(() => import('./pages/compare')) },
      { path: '/bids', ...page(() => import('./pages/bids')) },
      { path: '/bids/new', ...page(() => import('./pages/new-bid')) },
      { path: '/bids/:id', ...page(() => import('./pages/bid')) },
      { path: '/disputes', ...page(() => import('./pages/disputes')) },
      { path: '/disputes/:id', ...page(() => import('./pages/dispute')) },
      { path: '/operator/refunds', ...page(() => import('./pages/refunds')) },
      { path: '/sign-in', ...page(() => import('./pages/sign-in')) },
      { path: '/sign-up', ...page(() => import('./pages/sign-up')) },
      { path: '/verify-email', ...page(() => import('./pages/verify-email')) },
      { path: '/forgot-password', ...page(() => import('./pages/forgot-password')) },
      { path: '/reset-password', ...page(() => import('./pages/reset-password')) },
      { path: '/organisation', ...page(() => import('./pages/organisation')) },
      { path: '/tokens', ...page(() => import('./pages/tokens')) },
      { path: '/notifications', ...page(() => import('./pages/notifications')) },
      { path: '/notifications/settings', ...page(() => import('./pages/notification-settings')) },
      { path: '/webhooks', ...page(() => import('./pages/webhooks')) },
      { path: '/webhooks/:id', ...page(() => import('./pages/webhook')) },
      { path: '/outbox', ...page(() => import('./pages/outbox')) },
      { path: '/operator/bank', ...page(() => import('./pages/bank')) },
      { path: '*', element: <Missing />, errorElement: <Fault /> },
    ],
  },
]);
