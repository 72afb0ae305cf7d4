/** What the shell shares with every plugin through the page's import map: one copy each, never bundled into a plugin. */
export const SHARED = ['react', 'react/jsx-runtime', 'react-dom', 'react-dom/client', '@fresnel/sdk', '@fresnel/ui'];

/** Names of `@fresnel/sdk` that mean "of this plugin"; the build binds them to the plugin's id. */
export const BOUND = ['t', 'ctx', 'endpoint', 'useEndpoint', 'useKept'];
