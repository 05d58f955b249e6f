import type { Graph } from '../../graph/index.ts';

/** Keys that stand for something in the inventory: an event about a thing nobody holds makes no node of it. */
export class KnownKeys {
  readonly #keys: ReadonlySet<string>;
  /** Full ARNs of secrets by their ARN without suffix. */
  readonly #secrets: ReadonlyMap<string, string>;

  private constructor(keys: ReadonlySet<string>) {
    this.#keys = keys;
    this.#secrets = new Map(
      [...keys].flatMap((key) => {
        const match = /^Resource (arn:aws[\w-]*:secretsmanager:.*)-[A-Za-z0-9]{6}$/.exec(key);
        return match?.[1] === undefined ? [] : [[match[1], key.slice('Resource '.length)] as const];
      }),
    );
  }

  static async read(graph: Graph): Promise<KnownKeys> {
    const keys = new Set<string>();
    for (const label of ['Credential', 'Resource', 'Agent', 'Principal']) {
      for await (const row of graph.stream(`MATCH (n:${label}) WHERE n.retiredAt IS NULL RETURN n.id AS id`))
        keys.add(`${label} ${row['id'] as string}`);
    }
    return new KnownKeys(keys);
  }

  has(label: string, id: string | undefined): id is string {
    return id !== undefined && this.#keys.has(`${label} ${id}`);
  }

  /**
   * The key of a resource that an event names. A secret may be named without the six characters that Secrets Manager adds
   * to its ARN (https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen).
   */
  resource(id: string | undefined): string | undefined {
    if (this.has('Resource', id)) return id;
    return id === undefined ? undefined : this.#secrets.get(id);
  }
}
