/** Path of a Chromium: that of CHROMIUM_PATH, else one that is installed; nothing where there is none. */
export function chromiumPath(): string | undefined;
/** Installs it where it is missing and may be installed. Returns a sentence where it is missing still. */
export function installChromium(): Promise<string | undefined>;
