/** What browsers show by themselves, and what can do nothing to the page that opens it. */
export const opensHere = (contentType: string): boolean =>
  ['application/pdf', 'image/jpeg', 'image/png', 'text/plain', 'video/mp4'].includes(contentType);

/** Has the browser save a file under `name`. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = addressOf(file);
  link.download = name;
  link.click();
}

/** Shows a file in a tab of its own. */
export function openFile(file: Blob): void {
  window.open(addressOf(file), '_blank', 'noopener');
}

function addressOf(file: Blob): string {
  const url = URL.createObjectURL(file);
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
  return url;
}
