import { useQuery } from '@tanstack/react-query';

/** Who is logged in, as the service tells the page. */
export interface Me {
  readonly name: string;
  readonly kind: string;
  readonly role: string;
  readonly actions: readonly string[];
  readonly canLogOut: boolean;
}

/** Who looks at the page; nothing while that is not known, or where nobody is logged in. */
export function useMe(): Me | undefined {
  const { data } = useQuery({
    queryKey: ['me'],
    queryFn: async ({ signal }): Promise<Me | null> => {
      const response = await fetch('/auth/me', { signal, headers: { accept: 'application/json' } });
      return response.ok ? ((await response.json()) as Me) : null;
    },
    retry: false,
  });
  return data ?? undefined;
}

/** Ends the session, and goes where the service says. */
export async function logOut(): Promise<void> {
  const response = await fetch('/auth/logout', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'graphql-require-preflight': '1' },
    body: '{}',
  });
  const { goTo = '/' } = (response.ok ? await response.json() : {}) as { goTo?: string };
  location.assign(goTo);
}
