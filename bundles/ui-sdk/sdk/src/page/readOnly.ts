let told = false;

/** For the frame alone: it is told before any page is drawn. */
export function tellReadOnly(readOnly: boolean): void {
  told = readOnly;
}

/** Whether nothing may be changed through this server, by anybody, whatever the clusters allow. */
export function isReadOnly(): boolean {
  return told;
}
