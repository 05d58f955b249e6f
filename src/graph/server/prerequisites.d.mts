/** A Java runtime: its command, its version text (`17.0.15`) and the major number. */
export interface Java {
  readonly path: string;
  readonly version: string;
  readonly major: number;
}

export type GraphEngine =
  | { readonly kind: 'uri' }
  | { readonly kind: 'java'; readonly java: Java }
  | { readonly kind: 'container'; readonly docker: string }
  | { readonly kind: 'missing'; readonly sentence: string };

export const MINIMUM_JAVA: number;
export const MISSING_GRAPH_ENGINE: string;

/** The full path of a command on `PATH`, or `undefined`. */
export function findCommand(name: string, env: NodeJS.ProcessEnv): string | undefined;
/** The Java of `JAVA_HOME`, else of `PATH`, whatever its version. */
export function findJava(env: NodeJS.ProcessEnv): Java | undefined;
/** The docker command, when its engine answers. */
export function findContainerEngine(env: NodeJS.ProcessEnv): string | undefined;
/** What the graph can run on. `provisioned`: Neo4j's files are here already, so neither Maven nor a compiler is needed. */
export function chooseGraphEngine(env: NodeJS.ProcessEnv, provisioned: boolean): GraphEngine;
