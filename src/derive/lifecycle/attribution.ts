/** What an event, or a group of events that differ in nothing of this, says of who acted. Keys; absent: it does not say. */
export interface Acted {
  readonly agent?: string | undefined;
  readonly credential?: string | undefined;
  readonly principal?: string | undefined;
  /** Who the system says is behind it: an e-mail, a login, an account's key. */
  readonly person?: string | undefined;
  /** AI client told by the user agent. */
  readonly client?: string | undefined;
}

/** The agent that acted, why it is that one, and the person whom the event itself names. */
export interface Attributed {
  readonly agent: string;
  readonly why: string;
  /** Key of the Human behind it, where the event names one. */
  readonly person: string | undefined;
}

type Many = ReadonlyMap<string, readonly string[]>;

/** Who acts with what, as the graph has it. */
export interface AttributionBook {
  readonly agents: ReadonlySet<string>;
  /** Agents by `<credential>`, and by `<credential> <client>`. */
  readonly byCredential: Many;
  readonly byPrincipal: Many;
  /** Agents by `<human> <client>`: those somebody owns. */
  readonly byHuman: Many;
  /** Humans by account key, e-mail, login and alias, in lower case; of what names two people, nobody. */
  readonly people: ReadonlyMap<string, string>;
}

/**
 * The agent that acted: the one that the event names; else the only one that holds its credential (with that client), owns that
 * client for the person who acted, or runs as its principal. `undefined`: several could have, or none is known; it is not guessed.
 */
export function attribute(acted: Acted, book: AttributionBook): Attributed | undefined {
  const person = personOf(acted, book);
  const tries: readonly (readonly [found: readonly string[] | undefined, why: string])[] = [
    [
      acted.agent !== undefined && book.agents.has(acted.agent) ? [acted.agent] : undefined,
      'the event names the agent',
    ],
    [
      withClient(book.byCredential, acted.credential, acted.client),
      `${acted.client} used the credential ${acted.credential} that it holds`,
    ],
    [
      withClient(book.byHuman, person, acted.client),
      `${acted.client} acted as ${person}, whose only ${acted.client} it is`,
    ],
    [plain(book.byPrincipal, acted.principal), `it alone runs as ${acted.principal}`],
    [plain(book.byCredential, acted.credential), `it alone holds the credential ${acted.credential}`],
  ];
  for (const [found, why] of tries) {
    const [agent, ...others] = found ?? [];
    if (agent !== undefined && others.length === 0) return { agent, why, person };
  }
  return undefined;
}

function personOf({ person, principal }: Acted, { people }: AttributionBook): string | undefined {
  const named = person === undefined ? undefined : people.get(person.toLowerCase());
  return named ?? (principal === undefined ? undefined : people.get(principal.toLowerCase()));
}

function withClient(many: Many, key: string | undefined, client: string | undefined): readonly string[] | undefined {
  return key === undefined || client === undefined ? undefined : many.get(`${key} ${client}`);
}

function plain(many: Many, key: string | undefined): readonly string[] | undefined {
  return key === undefined ? undefined : many.get(key);
}
