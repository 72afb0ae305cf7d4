// Made from plugin.schema.json by bundles/ui-sdk/build/types.mjs. Change it there.

export interface Contributions {
  readonly contract?: number;
  readonly navigation?: readonly NavigationItem[];
  readonly pages?: readonly PageItem[];
  readonly lists?: readonly KindItem[];
  readonly details?: readonly KindItem[];
  readonly detailSections?: readonly SectionItem[];
  readonly commands?: readonly CommandItem[];
}

export interface NavigationItem {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly order?: number;
  readonly resource?: string;
  readonly route?: string;
  readonly when?: string;
}

export interface PageItem {
  readonly route: string;
  readonly module: string;
}

export interface KindItem {
  readonly resource: string;
  readonly module: string;
}

export interface SectionItem {
  readonly id: string;
  readonly resource: string;
  readonly title: string;
  readonly order?: number;
  readonly module: string;
  readonly when?: string;
}

export interface CommandItem {
  readonly id: string;
  readonly title: string;
  readonly route: string;
  readonly when?: string;
}
