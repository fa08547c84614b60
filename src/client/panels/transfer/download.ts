/** A project's name as that of a file: what file systems refuse becomes a dash. */
export function fileNameOf(projectName: string, extension: 'sql' | 'zip'): string {
  const safe = projectName.replace(/[^\p{L}\p{N}._ -]+/gu, '-').replace(/^[. -]+|[. -]+$/g, '');
  return `${safe || 'schema'}.${extension}`;
}

/** Hands a text, or bytes, to the browser as a file to be saved. */
export function download(fileName: string, content: BlobPart[]): void {
  const url = URL.createObjectURL(new Blob(content, { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has taken hold of it by the next turn.
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
