/** The path that everything stands below: '' or '/x'. The server writes it into the page. */
export function basePath(): string {
  const base = document.querySelector('meta[name="fresnel-base"]')?.getAttribute('content') ?? '';
  return base === '__BASE__' || base === '/' ? '' : base.replace(/\/$/, '');
}

/** Full path of something that the server names below its base path. */
export function under(path: string): string {
  return basePath() + (path.startsWith('/') ? path : `/${path}`);
}
