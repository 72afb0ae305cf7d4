// Made from plugin.schema.json by bundles/ui-sdk/build/types.mjs. Change it there.

export const GROUPS = ['overview', 'cluster', 'workloads', 'network', 'storage', 'configuration', 'security', 'custom', 'plugins'];

export const SLOTS = {
  navigation: { needs: ['id', 'title', 'group'], oneOf: ['resource', 'route'] },
  pages: { needs: ['route', 'module'] },
  lists: { needs: ['resource', 'module'] },
  details: { needs: ['resource', 'module'] },
  detailSections: { needs: ['id', 'resource', 'title', 'module'] },
  commands: { needs: ['id', 'title', 'route'] },
};
