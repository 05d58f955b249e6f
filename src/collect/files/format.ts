import type { Readable } from 'node:stream';
import type { Problem } from '../outcome.ts';
import type { KnownLines } from '../sink.ts';

/** A file offered for import. */
export interface ImportFile {
  /** Path as the user gave it, for messages. */
  readonly path: string;
  /** File name without `.gz`. */
  readonly name: string;
  /** Folder names from the imported root down to the file, such as `['aws', '111122223333', 'eu-west-1']`. */
  readonly folders: readonly string[];
  /** First 64 KiB, unpacked and decoded, for recognising. */
  readonly head: string;
  readonly modifiedAt: number;
  /** The content, unpacked. Each call reads from the start. */
  readonly open: () => Readable;
}

/**
 * What reading a file gives. `covers` says that the file is about (step, scope) even when it holds nothing: a file that
 * covers a snapshot step and is read to its end without a problem is a complete snapshot of it.
 */
export type ImportItem =
  | { readonly item: 'covers'; readonly step: string; readonly scope: string }
  | {
      readonly item: 'raw';
      readonly step: string;
      readonly scope: string;
      readonly raw: unknown;
      readonly place: string;
      /** With known lines: the hash of the line of each record that `map` will give, two words each. */
      readonly lines?: Uint32Array;
    }
  | { readonly item: 'problem'; readonly step?: string; readonly scope?: string; readonly problem: Problem };

/** Gives the lines known of a step, once the `covers` of that step has been taken. */
export type AskKnownLines = (step: string, scope: string, version: string) => KnownLines | undefined;

/** One kind of file a collector understands: the vendor's own export. */
export interface FileFormat {
  readonly id: string;
  /** `AWS account authorization details (JSON)`. */
  readonly title: string;
  /** How a user makes such a file: the vendor's command or page. */
  readonly madeBy: string;
  /** Looks at name, folders and head only. Two formats must not recognise the same file. */
  readonly recognise: (file: ImportFile) => boolean;
  /**
   * Streams the file. A problem in one place is reported with the place, and the rest is read. With `known` a format of one
   * record a line may leave out lines that say what they said before.
   */
  readonly read: (file: ImportFile, known?: AskKnownLines) => AsyncIterable<ImportItem>;
}
