import { type Gvk, indexPath, type OpenApi, SchemaDocument } from './openapi';

/** A cache that outlives the page: the browser's, or nothing where it has none. */
export interface TextCache {
  get(key: string): Promise<string | undefined>;
  put(key: string, text: string): Promise<void>;
}

interface Index {
  readonly paths?: Readonly<Record<string, { readonly serverRelativeURL: string }>>;
}

const INDEX_AGE = 60_000;

/**
 * The schemas of one cluster: its index names each group version with a hash, a document is fetched when it is first needed and is
 * right as long as the hash is. The index is asked again after a minute, so that a new CRD is known without reload.
 */
export class SchemaSource {
  private index: { readonly at: number; readonly urls: Promise<Readonly<Record<string, string>>> } | undefined;
  private readonly documents = new Map<string, Promise<SchemaDocument>>();

  constructor(
    /** where the cluster's API is, e.g. `/k8s/demo` */
    private readonly root: string,
    private readonly fetchText: (url: string) => Promise<string>,
    private readonly cache: TextCache,
    private readonly now: () => number = () => Date.now(),
  ) {}

  /** The document of a group version; undefined when the cluster does not serve it. */
  async document(gvk: Gvk): Promise<SchemaDocument | undefined> {
    const url = (await this.urls())[indexPath(gvk)];
    if (url === undefined) return undefined;
    let document = this.documents.get(url);
    if (document === undefined) {
      document = this.read(url);
      this.documents.set(url, document);
      document.catch(() => this.documents.delete(url));
      for (const old of this.documents.keys()) if (old !== url && withoutHash(old) === withoutHash(url)) this.documents.delete(old);
    }
    return document;
  }

  private urls(): Promise<Readonly<Record<string, string>>> {
    if (this.index === undefined || this.now() - this.index.at > INDEX_AGE) {
      const urls = this.fetchText(`${this.root}/openapi/v3`).then((text) => {
        const { paths = {} } = JSON.parse(text) as Index;
        return Object.fromEntries(Object.entries(paths).map(([path, { serverRelativeURL }]) => [path, serverRelativeURL]));
      });
      this.index = { at: this.now(), urls };
      urls.catch(() => {
        this.index = undefined;
      });
    }
    return this.index.urls;
  }

  private async read(url: string): Promise<SchemaDocument> {
    const key = this.root + url;
    const hashed = url.includes('hash=');
    const kept = hashed ? await this.cache.get(key) : undefined;
    const text = kept ?? (await this.fetchText(key));
    const document = new SchemaDocument(JSON.parse(text) as OpenApi);
    if (hashed && kept === undefined) await this.cache.put(key, text);
    return document;
  }
}

function withoutHash(url: string): string {
  return url.split('?')[0]!;
}

const NAME = 'fresnel-schemas';

/** The browser's cache; a document with another hash of the same group version makes room. Failures cost a fetch, no more. */
export function browserCache(): TextCache {
  const open = () => (typeof caches === 'undefined' ? Promise.reject(new Error('no cache here')) : caches.open(NAME));
  return {
    get: async (key) => {
      try {
        return await (await (await open()).match(key))?.text();
      } catch {
        return undefined;
      }
    },
    put: async (key, text) => {
      try {
        const cache = await open();
        await cache.delete(key, { ignoreSearch: true });
        await cache.put(key, new Response(text));
      } catch {
        // full, private or insecure: it is fetched again next time
      }
    },
  };
}
