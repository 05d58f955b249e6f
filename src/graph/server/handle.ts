import type { KeylineError } from '../../lib/errors.ts';

/** Megabytes given to Neo4j. */
export interface ServerMemory {
  readonly heapMb: number;
  readonly pageCacheMb: number;
}

export interface OpenServerOptions {
  /** The data directory (`KEYLINE_HOME`), absolute or relative to the working directory. Created when absent. */
  readonly home: string;
  /** Default 512 + 256 MB, or `KEYLINE_NEO4J_HEAP_MB` and `KEYLINE_NEO4J_PAGECACHE_MB`. */
  readonly memory?: ServerMemory;
  /** Adds the Neo4j Browser on loopback. Only the process that starts the server can ask for it. */
  readonly browser?: boolean;
  /** Told what is going on while something takes seconds or minutes. */
  readonly onProgress?: (message: string) => void;
  /** Aborting it during the start stops what was started and rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Default `process.env`. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Where the graph is. */
export interface ServerHandle {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
  /** This process started the server, and `stop` ends it. */
  readonly owned: boolean;
  /** The Neo4j Browser, when it was asked for and this process could give it. */
  readonly httpUri?: string;
  /** Ends an owned server and releases its lock; does nothing for a server of someone else. May be called twice. */
  stop(): Promise<void>;
  /**
   * The explanation when a connection failed because the server is known to have ended (its owner stopped, or it
   * died); `undefined` while it runs, or when it is not ours to know (`NEO4J_URI`). Error: `graph-server-gone`.
   */
  whyUnreachable(): KeylineError | undefined;
}
