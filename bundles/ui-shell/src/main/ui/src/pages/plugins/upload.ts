import { type Problem, ProblemError } from '@fresnel/sdk';
import { basePath } from '@fresnel/sdk/host';
import type { CatalogEntry } from './catalog';

/** Sends a bundle's file as it is; tells how much of it has gone. */
export function upload(file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<CatalogEntry> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open('POST', `${basePath()}/api/v1/catalog/upload?name=${encodeURIComponent(file.name)}`);
    call.setRequestHeader('Content-Type', 'application/java-archive');
    call.setRequestHeader('Accept', 'application/json');
    call.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    call.onload = () => {
      if (call.status < 300) resolve(JSON.parse(call.responseText) as CatalogEntry);
      else reject(new ProblemError(problemOf(call.status, call.statusText, call.responseText)));
    };
    call.onerror = () => reject(new Error('The connection broke while the file was sent.'));
    call.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    signal.addEventListener('abort', () => call.abort());
    call.send(file);
  });
}

function problemOf(status: number, title: string, text: string): Problem {
  try {
    const body = JSON.parse(text) as Partial<Problem>;
    return { title, detail: '', code: 'HTTP', ...body, status };
  } catch {
    return { status, title, detail: text.slice(0, 2000), code: 'HTTP' };
  }
}
