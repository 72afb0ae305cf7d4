// Made from plugin.schema.json by bundles/ui-sdk/build/types.mjs. Change it there.

export const GROUPS = ['overview', 'cluster', 'workloads', 'network', 'storage', 'configuration', 'security', 'custom', 'plugins'];

export const SLOTS = {
  navigation: { needs: ['id', 'title', 'group'], oneOf: ['resource', 'route'] },
  pages: { needs: ['route', 'module'] },
  lists: { needs: ['resource', 'module'] },
  details: { needs: ['resource', 'module'] },
  detailSections: { needs: ['id', 'resource', 'title', 'module'] },
  commands: { needs: ['id', 'title', 'route'] },
  detailTabs: { needs: ['id', 'resource', 'title', 'module'] },
  panels: { needs: ['id', 'title', 'module'] },
  objectActions: { needs: ['id', 'title', 'resource'], oneOf: ['panel', 'route'] },
  overview: { needs: ['id', 'title', 'module'] },
  home: { needs: ['id', 'title', 'module'] },
};
