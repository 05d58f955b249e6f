/** Where the built page is kept. */
export const PAGE_HOME: string;
/** Hash of all that the page is built from. */
export function pageHash(): string;
