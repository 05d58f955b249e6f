import type { Caller } from '../../auth/index.ts';
import { type DecisionInput, fieldError } from '../../decisions/index.ts';
import type { Graph } from '../../graph/index.ts';
import { findNode } from '../../queries/index.ts';
import type { ApiContext } from '../context.ts';

type Decider = Pick<DecisionInput, 'by' | 'enteredBy'>;

/**
 * Who decides: the person who is logged in. Somebody else can be named by an administrator alone, who is kept as who entered it. Where
 * no login is asked for, whoever sits at this machine says who decides. Errors: `decision` with the field `by`; those of `findNode`.
 */
export async function deciderOf(context: ApiContext, named: string | null | undefined): Promise<Decider> {
  const { caller, graph } = context;
  const isNamed = named !== undefined && named !== null;
  if (caller.kind === 'local') {
    if (!isNamed) throw fieldError('by', 'must name the person who decides');
    return { by: await personKey(context, named) };
  }
  const own = await personOf(graph, caller);
  if (isNamed && caller.role === 'admin') {
    const by = await personKey(context, named);
    return by === own ? { by } : { by, enteredBy: own ?? caller.id };
  }
  if (own === undefined) throw fieldError('by', 'your login is that of nobody we know, so you cannot decide', DECIDING);
  if (isNamed && (await personKey(context, named)) !== own)
    throw fieldError('by', 'must be you: only an administrator can enter the decision of somebody else');
  return { by: own };
}

const DECIDING =
  'Log in as a person whose e-mail the identity provider vouches for, or ask an administrator to enter it.';

/** The key of the person whom a text names. Errors: those of `findNode`. */
export async function personKey({ graph }: ApiContext, text: string): Promise<string> {
  return (await findNode(graph, text, { labels: ['Human'] })).id;
}

const PEOPLE = `
  CALL () {
    MATCH (h:Human {email: $email}) RETURN h
    UNION MATCH (h:Human)-[:HAS_ACCOUNT]->(p:Principal {email: $email}) WHERE coalesce(p.emailVerified, p.system IN ['hr', 'okta', 'entra', 'aws']) RETURN h
    UNION MATCH (h:Human)-[:HAS_ACCOUNT]->(p:Principal {system: 'entra', kind: 'person'}) WHERE p.id ENDS WITH ':user:' + $entraObjectId RETURN h
  }
  WITH DISTINCT h WHERE h.retiredAt IS NULL AND h.status <> 'merged' RETURN h.id AS id`;

/** The one person whose login it is; two, or none: nobody. */
async function personOf(graph: Graph, { person }: Caller): Promise<string | undefined> {
  if (person === undefined) return undefined;
  const { email = null, entraObjectId = null } = person;
  const rows = await graph.read(PEOPLE, { email, entraObjectId }, { timeoutMs: 15_000 });
  return rows.length === 1 ? (rows[0]?.['id'] as string) : undefined;
}
