import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { App } from './app.tsx';
import { AskError } from './graphql/ask.ts';

const FRESH_MS = 30_000;
/** Failures that pass, with how often it is tried again; a service that has just started builds its index for a while. */
const PASSING: Readonly<Record<string, number>> = { offline: 1, busy: 1, timeout: 1, 'reach-index-missing': 12 };

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      refetchOnWindowFocus: false,
      retry: (count, error) => error instanceof AskError && count < (PASSING[error.code] ?? 0),
      retryDelay: (count) => Math.min(1_000 * 2 ** count, 5_000),
    },
  },
});

const place = document.getElementById('page');
if (place !== null) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <BrowserRouter>
          <App />
        </BrowserRouter>
      </QueryClientProvider>
    </StrictMode>,
  );
}
