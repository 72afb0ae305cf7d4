import { fresnelPlugin } from '@fresnel/sdk/vite';

export default fresnelPlugin({ id: 'map', root: import.meta.dirname });
