import { fresnelPlugin } from '@fresnel/sdk/vite';

export default fresnelPlugin({ id: 'resources', root: import.meta.dirname });
