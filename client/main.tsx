import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/parts.css';
import './ui/menu.css';
import './ui/compare.css';
import './ui/sums.css';
import './ui/transfer.css';
import './ui/profile.css';
import './ui/notices.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { ApiProblem } from './api';
import { LanguageProvider } from './i18n';
import { router } from './routes';
import { applyTheme } from './theme';

applyTheme();
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A refusal stays a refusal; only a lost connection is worth a second try.
      retry: (count, error) => !(error instanceof ApiProblem) && count < 2,
    },
  },
});
/** Reads that are recorded are made when somebody asks, not when the window is looked at again. */
for (const id of ['searchTransactions', 'openTransactionFile', 'listEvents', 'getOrderFile'] as const) {
  queries.setQueryDefaults([id], { refetchOnWindowFocus: false, refetchOnReconnect: false });
}
/** A refusal is shown on the page; anything else is a fault of ours and belongs in the console. */
function report(error: unknown): void {
  if (!(error instanceof ApiProblem)) console.error(error);
}
const root = document.getElementById('root');
if (root) {
  createRoot(root, { onCaughtError: report }).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <LanguageProvider>
          <RouterProvider router={router} onError={report} />
        </LanguageProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
