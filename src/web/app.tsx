import { Component, lazy, type ReactNode, Suspense } from 'react';
import { RouterProvider } from 'react-aria-components';
import { Route, Routes, useLocation, useNavigate } from 'react-router';
import { Empty, Failure, Loading } from './parts/states.tsx';
import { Shell } from './shell.tsx';
import { Overview } from './views/overview.tsx';

const views = {
  '/findings': lazy(async () => ({ default: (await import('./views/findings.tsx')).FindingsView })),
  '/finding': lazy(async () => ({ default: (await import('./views/finding.tsx')).FindingView })),
  '/agents': lazy(async () => ({ default: (await import('./views/agents.tsx')).AgentsView })),
  '/agent': lazy(async () => ({ default: (await import('./views/agent.tsx')).AgentView })),
  '/credentials': lazy(async () => ({ default: (await import('./views/credentials.tsx')).CredentialsView })),
  '/credential': lazy(async () => ({ default: (await import('./views/credential.tsx')).CredentialView })),
  '/people': lazy(async () => ({ default: (await import('./views/people.tsx')).PeopleView })),
  '/person': lazy(async () => ({ default: (await import('./views/person.tsx')).PersonView })),
  '/resources': lazy(async () => ({ default: (await import('./views/resources.tsx')).ResourcesView })),
  '/resource': lazy(async () => ({ default: (await import('./views/resource.tsx')).ResourceView })),
  '/lineage': lazy(async () => ({ default: (await import('./views/lineage.tsx')).LineageView })),
  '/queries': lazy(async () => ({ default: (await import('./views/queries.tsx')).QueriesView })),
} as const;

/** The page: one frame, and the view that the address names. */
export function App(): ReactNode {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  return (
    <RouterProvider navigate={(to) => void navigate(to)}>
      <Shell>
        <Boundary key={pathname}>
          <Suspense fallback={<Loading />}>
            <Routes>
              <Route path="/" element={<Overview />} />
              {Object.entries(views).map(([path, View]) => (
                <Route key={path} path={path} element={<View />} />
              ))}
              <Route path="*" element={<Empty>There is nothing here.</Empty>} />
            </Routes>
          </Suspense>
        </Boundary>
      </Shell>
    </RouterProvider>
  );
}

/** Keeps a view that fails from taking the page with it. */
class Boundary extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    // A part that cannot be loaded any more belongs to a page that was built anew since.
    return this.state.error === undefined ? (
      this.props.children
    ) : (
      <Failure error={this.state.error} onRetry={() => location.reload()} />
    );
  }
}
