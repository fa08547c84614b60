/** A project's name as that of a file: what file systems refuse becomes a dash. */
export function fileNameOf(projectName: string): string {
  const safe = projectName.replace(/[^\p{L}\p{N}._ -]+/gu, '-').replace(/^[. -]+|[. -]+$/g, '');
  return `${safe || 'schema'}.sql`;
}

/** Hands a text to the browser as a file to be saved. */
export function download(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/sql' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has taken hold of it by the next turn.
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
