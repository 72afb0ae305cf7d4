// Made from plugin.schema.json by bundles/ui-sdk/build/types.mjs. Change it there.

export interface Contributions {
  readonly contract?: number;
  readonly navigation?: readonly NavigationItem[];
  readonly pages?: readonly PageItem[];
  readonly lists?: readonly KindItem[];
  readonly details?: readonly KindItem[];
  readonly detailSections?: readonly SectionItem[];
  readonly commands?: readonly CommandItem[];
  readonly detailTabs?: readonly TabItem[];
  readonly panels?: readonly PanelItem[];
  readonly objectActions?: readonly ObjectActionItem[];
  readonly overview?: readonly OverviewItem[];
  readonly home?: readonly HomeItem[];
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
  readonly place?: string;
  readonly when?: string;
}

export interface TabItem {
  readonly id: string;
  readonly resource: string | readonly string[];
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

export interface PanelItem {
  readonly id: string;
  readonly title: string;
  readonly icon?: string;
  readonly module: string;
}

export interface ObjectActionItem {
  readonly id: string;
  readonly title: string;
  readonly resource: string | readonly string[];
  readonly icon?: string;
  readonly order?: number;
  readonly when?: string;
  readonly many?: boolean;
  readonly panel?: string;
  readonly route?: string;
}

export interface OverviewItem {
  readonly id: string;
  readonly title: string;
  readonly order?: number;
  readonly place?: string;
  readonly when?: string;
  readonly module: string;
}

export interface HomeItem {
  readonly id: string;
  readonly title: string;
  readonly order?: number;
  readonly module: string;
}
